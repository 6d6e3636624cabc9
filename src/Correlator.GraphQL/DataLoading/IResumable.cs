namespace Correlator.GraphQL.DataLoading;

/// <summary>Work of a request that can go on.</summary>
internal interface IResumable
{
    void Resume();
}
