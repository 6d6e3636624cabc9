using Correlator.IntegrationTests.Support;
using Correlator.Storage;
using Correlator.Storage.Commit;
using Correlator.Telemetry.Batches;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Storage;

/// <summary>Commits without a door, and trouble in the database while requests are stored.</summary>
internal static class StorageCalls
{
    public static Task<CommitOutcome> CommitAsync(this CorrelatorServer server, TelemetryBatch batch) =>
        server.Services.GetRequiredService<CommitQueue>().CommitAsync(batch, CancellationToken.None).AsTask();

    /// <summary>Until <see cref="MendAsync"/>, requests for whose row in the ledger the condition holds fail so.</summary>
    public static Task RefuseRequestsAsync(this CorrelatorServer server, string condition, string sqlState) =>
        server.BeforeEachRequestAsync($"IF {condition} THEN RAISE EXCEPTION 'refused' USING ERRCODE = '{sqlState}'; END IF");

    /// <summary>Until <see cref="MendAsync"/>, the database runs this PL/pgSQL before each row that it adds to the ledger of requests.</summary>
    public static Task BeforeEachRequestAsync(this CorrelatorServer server, string trouble) => server.ExecuteAsync(
        $"""
        CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {trouble}; RETURN NEW; END $$;
        CREATE TRIGGER trouble BEFORE INSERT ON ledger_request FOR EACH ROW EXECUTE FUNCTION trouble()
        """);

    public static Task MendAsync(this CorrelatorServer server) => server.ExecuteAsync("DROP TRIGGER trouble ON ledger_request");
}
