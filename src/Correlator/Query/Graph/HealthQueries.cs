using Correlator.GraphQL.Annotations;

namespace Correlator.Query.Graph;

[QueryType]
internal static class HealthQueries
{
    /// <summary>Whether what is sent arrives, and how far it has come.</summary>
    public static Task<IngestHealth> GetIngestHealthAsync([GlobalState] Caller caller, IngestHealthReader health, CancellationToken cancellationToken) =>
        health.ReadAsync(caller.TenantId, cancellationToken);
}
