using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Storage;

public sealed class JournalKillTests
{
    [Fact]
    public async Task Kill_WithAFilledJournal_DrainsItAtTheNextStart()
    {
        await using var database = await PrivatePostgres.StartNewAsync(isDurable: false);
        var connectionString = await database.CreateDatabaseAsync();
        await using var server = new ServerProcess(connectionString, ("Correlator__Storage__JournalMaxAge", "00:00:00.2"));
        await server.StartAsync();
        using var senders = new NeverRetryingSenders(server.Grpc, senders: 8, spansPerRequest: 5);
        await Eventually.TrueAsync(() => Task.FromResult(senders.Count > 40), "load before the outage");

        await database.StopAsync();
        var atStop = senders.Count;
        await Eventually.TrueAsync(() => Task.FromResult(senders.Count > atStop + 100), "load on the journal");
        await ReadinessAsync(server, "The journal waits to be drained");
        (await server.RunAsync("doctor")).Output.ShouldMatch(@"FAIL  journal +\d+ requests");

        await server.KillAsync();
        await senders.EndAsync();
        await database.StartAsync();
        await server.StartAsync();

        await ReadinessAsync(server, "\"requests\":0");
        (await server.RunAsync("doctor")).Output.ShouldMatch("ok    journal +empty");
        var acknowledged = senders.Acknowledged.ToArray();
        var stored = (await StoredTelemetry.SpansAsync(connectionString, acknowledged))
            .GroupBy(span => span.TraceId)
            .ToDictionary(trace => trace.Key, trace => trace.Count());
        acknowledged.Where(trace => stored.GetValueOrDefault(trace) != senders.SpansPerRequest).ShouldBeEmpty();

        // Beyond those there is at most what a sender was not told of any more, whole and once.
        var requests = await StoredTelemetry.CountAsync(connectionString, "SELECT count(*) FROM ledger_request");
        (await StoredTelemetry.CountAsync(connectionString, "SELECT sum(records)::bigint FROM span_block")).ShouldBe(requests * senders.SpansPerRequest);
        requests.ShouldBeInRange(acknowledged.Length, senders.Count);
    }

    private static Task ReadinessAsync(ServerProcess server, string told) => Eventually.TrueAsync(
        async () => (await server.HealthAsync("ready")).Body.Contains(told, StringComparison.Ordinal),
        $"readiness that tells: {told}");
}
