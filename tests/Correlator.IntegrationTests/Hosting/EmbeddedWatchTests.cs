using System.Diagnostics;
using System.Globalization;
using Correlator.IntegrationTests.Faults;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Hosting;

[Collection(FaultTests.Name)]
public sealed class EmbeddedWatchTests
{
    [Fact]
    public async Task Kill_EmbeddedPostgres_IsStartedAgainAndNothingIsLost()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        using var senders = new NeverRetryingSenders(server.Grpc, senders: 8, spansPerRequest: 5);
        await Eventually.TrueAsync(() => Task.FromResult(senders.Count > 40), "load before the end of Postgres");
        var pid = int.Parse((await File.ReadAllLinesAsync(Path.Combine(server.DataFolder, "postgres", "postmaster.pid")))[0], CultureInfo.InvariantCulture);
        using (var postgres = Process.GetProcessById(pid))
        {
            postgres.Kill();
        }

        await Eventually.TrueAsync(() => Task.FromResult(server.Output.Contains("was started again", StringComparison.Ordinal)), "Postgres started again");
        await Eventually.TrueAsync(
            async () => (await server.HealthAsync("ready")).Body.Contains("\"requests\":0", StringComparison.Ordinal),
            "a drained journal");
        await senders.EndAsync();

        senders.OtherAnswers.ShouldBeEmpty();
        TraceId[] acknowledged = [.. senders.Acknowledged];
        var sent = acknowledged.Length * senders.SpansPerRequest;
        (await StoredTelemetry.SpansAsync(server.EmbeddedConnectionString, acknowledged)).Count.ShouldBe(sent);
        (await StoredTelemetry.CountAsync(server.EmbeddedConnectionString, "SELECT sum(records)::bigint FROM span_block")).ShouldBe(sent);
    }
}
