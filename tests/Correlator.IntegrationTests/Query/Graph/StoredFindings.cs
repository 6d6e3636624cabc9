using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Query.Graph;

internal static class StoredFindings
{
    /// <summary>A finding about each queue of the local tenant, with all journeys that there are.</summary>
    public static Task AddFindingsAsync(this CorrelatorServer server) => server.ExecuteAsync(
        """
        INSERT INTO finding (
          finding_id, tenant_id, kind, subject_kind, subject_id, severity, since, updated_at, calm, summary, numbers, journeys)
        SELECT
          gen_random_uuid(), 1, 'retry-storm', 'queue', queue_id::text, 2, now(), now(), 0, 'Much.', '{"attempts": 5}',
          (SELECT array_agg(journey_id) FROM journey)
        FROM queue
        """);
}
