using Correlator.GraphQL.Language;

namespace Correlator.GraphQL;

/// <summary>An error whose message is meant for the caller.</summary>
public sealed class GraphQLException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What a program can read of the error, such as a <c>code</c>.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    /// <summary>Where in the document, if that is not the field.</summary>
    internal Location? Location { get; init; }
}
