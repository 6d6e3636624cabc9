using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.Paging;
using Correlator.Storage.Catalogs;
using Correlator.Storage.Paging;

namespace Correlator.Query.Graph;

[QueryType]
internal static class CatalogQueries
{
    /// <summary>Functions by name.</summary>
    [UsePaging]
    public static Task<Connection<StoredFunction>> GetFunctionsAsync(
        PagingArguments page,
        [GlobalState] Caller caller,
        FunctionReader functions,
        CancellationToken cancellationToken,
        FunctionFilterInput? where = null) =>
        Pages.ConnectAsync(
            functions.PageAsync(caller.TenantId, Filters.Of(where), Pages.ByName(page), cancellationToken),
            function => Places.Cursor(new NamePlace(function.Name, function.FunctionId)));

    /// <summary>Queues by destination.</summary>
    [UsePaging]
    public static Task<Connection<StoredQueue>> GetQueuesAsync(
        PagingArguments page,
        [GlobalState] Caller caller,
        QueueReader queues,
        CancellationToken cancellationToken,
        QueueFilterInput? where = null) =>
        Pages.ConnectAsync(
            queues.PageAsync(caller.TenantId, Filters.Of(where), Pages.ByName(page), cancellationToken),
            queue => Places.Cursor(new NamePlace(queue.Destination, queue.QueueId)));
}
