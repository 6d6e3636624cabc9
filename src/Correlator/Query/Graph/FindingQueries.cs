using Correlator.Detection;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.Paging;
using Correlator.Storage.Paging;

namespace Correlator.Query.Graph;

[QueryType]
internal static class FindingQueries
{
    /// <summary>Findings by their beginning, newest first.</summary>
    [UsePaging]
    public static Task<Connection<Finding>> GetFindingsAsync(
        PagingArguments page,
        [GlobalState] Caller caller,
        FindingStore findings,
        CancellationToken cancellationToken,
        FindingFilterInput? where = null) =>
        Pages.ConnectAsync(
            findings.PageAsync(caller.TenantId, Filters.Of(where), Pages.ByTime(page), cancellationToken),
            finding => Places.Cursor(new TimePlace(finding.Since, finding.FindingId)));
}
