using Correlator.Correlation;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.Paging;
using Correlator.Storage.Paging;

namespace Correlator.Query.Graph;

[QueryType]
internal static class JourneyQueries
{
    /// <summary>The newest journey that an id belongs to.</summary>
    /// <param name="id">An id of any kind: a journey id, a trace id (hex or X-Ray form), a message id, or the value of any correlation or business key.</param>
    public static Task<JourneySummary?> GetJourneyAsync(
        [GraphQLType("ID!")] string id,
        [GlobalState] Caller caller,
        JourneyStore journeys,
        CancellationToken cancellationToken) =>
        journeys.FindNewestAsync(caller.TenantId, id, cancellationToken);

    /// <summary>Journeys, newest first.</summary>
    [UsePaging]
    public static async Task<Connection<JourneySummary>> GetJourneysAsync(
        PagingArguments page,
        [GlobalState] Caller caller,
        JourneyListStore journeys,
        Filters filters,
        CancellationToken cancellationToken,
        JourneyFilterInput? where = null) =>
        await Pages.ConnectAsync(
            journeys.PageAsync(caller.TenantId, await filters.OfAsync(caller.TenantId, where, cancellationToken), Pages.ByTime(page), cancellationToken),
            journey => Places.Cursor(new TimePlace(journey.StartedAt, journey.JourneyId)));
}
