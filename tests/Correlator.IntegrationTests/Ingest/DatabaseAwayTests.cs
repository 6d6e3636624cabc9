using System.Net;
using System.Text;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Ingest;

public sealed class DatabaseAwayTests
{
    [Fact]
    public async Task Export_DatabaseStoppedAndStarted_AsksToRetryAndThenGoesOn()
    {
        await using var postgres = await PrivatePostgres.StartNewAsync(isDurable: false);
        await using var server = await CorrelatorServer.StartAsync(await postgres.CreateDatabaseAsync());
        using var client = new HttpClient();
        var trace = OtlpSamples.NewTrace();
        var call = new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame(OtlpSamples.Protobuf(Signal.Traces, OtlpSamples.SpansJson(trace))));
        await postgres.StopAsync();

        var away = await call.SendAsync();
        away.Status.ShouldBe("14");
        away.HasRetryInfo.ShouldBeTrue();
        using var content = new StringContent(OtlpSamples.SpansJson(trace), Encoding.UTF8, "application/json");
        using var refused = await client.PostAsync(new Uri(server.Http, "/v1/traces"), content);
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        var at = DateTimeOffset.UnixEpoch.AddYears(56);
        FirehoseDelivery[] deliveries =
        [
            new("/v1/aws/logs", FirehoseDelivery.LogRecord("group", "stream", (at, "hello"))),
            new("/v1/metrics/firehose", FirehoseDelivery.MetricRecord("AWS/SQS", "NumberOfMessagesSent", at, (0, 1, 3, 3), ("QueueName", "orders"))),
        ];
        foreach (var delivery in deliveries)
        {
            var (undelivered, reply) = await delivery.SendAsync(server);
            undelivered.ShouldBe(HttpStatusCode.ServiceUnavailable);
            reply.GetProperty("errorMessage").GetString().ShouldNotBeNull().ShouldContain("database");
        }

        using var events = new StringContent("""[{"time":"2026-03-01T12:00:00Z","type":"function","record":"hello"}]""", Encoding.UTF8, "application/json");
        using var unposted = await client.PostAsync(new Uri(server.Http, "/v1/aws/telemetry?faas.name=billing"), events);
        unposted.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        unposted.Headers.RetryAfter.ShouldNotBeNull();
        var health = new GrpcCall(server.Grpc, GrpcCall.HealthCheck, GrpcCall.Frame([]));
        (await health.SendAsync()).Body.ShouldBe(new byte[] { 0, 0, 0, 0, 2, 8, 2 });

        await postgres.StartAsync();

        await Eventually.TrueAsync(async () => (await call.SendAsync()).Status == "0", "an export that succeeds after the database came back");
        (await server.SpansAsync(trace)).Count.ShouldBe(1);
        foreach (var delivery in deliveries)
        {
            (await delivery.SendAsync(server)).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await server.CountAsync("ledger_request")).ShouldBe(3);
        (await health.SendAsync()).Body.ShouldBe(new byte[] { 0, 0, 0, 0, 2, 8, 1 });
    }
}
