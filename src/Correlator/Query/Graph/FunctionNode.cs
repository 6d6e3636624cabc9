using Correlator.Correlation;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.DataLoading;
using Correlator.Storage.Catalogs;

namespace Correlator.Query.Graph;

/// <summary>A function: what is deployed under one name in one service and environment; versions and instances hang below it.</summary>
[Node(IdField = nameof(StoredFunction.FunctionId))]
[ObjectType<StoredFunction>("Function")]
internal static class FunctionNode
{
    [NodeResolver]
    public static Task<StoredFunction?> FindAsync(int id, DataLoader<int, StoredFunction> functionById, CancellationToken cancellationToken) =>
        functionById.LoadAsync(id, cancellationToken);

    /// <summary>What was counted of it per minute, in sum.</summary>
    /// <param name="from">From the minute of this time; an hour before the end unless given.</param>
    /// <param name="until">Until the minute of this time; now unless given.</param>
    public static async Task<FunctionNumbers> GetNumbersAsync(
        [Parent] StoredFunction function,
        DataLoader<MinuteRange, FunctionNumbers> functionNumbers,
        TimeProvider time,
        CancellationToken cancellationToken,
        DateTimeOffset? from = null,
        DateTimeOffset? until = null) =>
        await functionNumbers.LoadAsync(Minutes.Of(function.FunctionId, from, until, time), cancellationToken) ?? new FunctionNumbers();
}
