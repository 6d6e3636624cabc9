namespace Correlator.GraphQL.DataLoading;

/// <summary>What has keys to fetch.</summary>
internal interface IBatchSource
{
    void Dispatch();
}
