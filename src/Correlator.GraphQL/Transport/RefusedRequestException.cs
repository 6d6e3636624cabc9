namespace Correlator.GraphQL.Transport;

/// <summary>A request that is refused before anything of GraphQL is looked at.</summary>
internal sealed class RefusedRequestException(int status, string message) : Exception(message)
{
    public int Status => status;
}
