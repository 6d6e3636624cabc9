using Correlator.Detection;
using Correlator.GraphQL.Annotations;

namespace Correlator.Query.Graph;

internal static class FindingLoaders
{
    [DataLoader]
    public static Task<IReadOnlyDictionary<Guid, Finding>> GetFindingByIdAsync(
        IReadOnlyList<Guid> ids,
        [GlobalState] Caller caller,
        FindingStore findings,
        CancellationToken cancellationToken) =>
        findings.ReadAsync(caller.TenantId, ids, cancellationToken);
}
