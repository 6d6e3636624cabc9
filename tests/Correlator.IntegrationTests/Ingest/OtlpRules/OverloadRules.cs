using System.Diagnostics;
using System.Net;
using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Ingest.OtlpRules;

/// <summary>What a sender is told when there is no room: to come again, in each protocol's words.</summary>
[Collection(TimedTests.Name)]
public sealed class OverloadRules(PostgresFixture postgres)
{
    [Theory]
    [InlineData(DoorCall.Grpc)]
    [InlineData(DoorCall.Protobuf)]
    [InlineData(DoorCall.Json)]
    public async Task Overload_IsTheRetryableAnswerAndPasses(string door)
    {
        await using var occupied = await OccupiedServer.StartAsync(postgres);
        var server = occupied.Server;
        var trace = OtlpSamples.NewTrace();

        var answer = await DoorCall.SendAsync(server, door, Signal.Traces, OtlpSamples.SpansJson(trace));

        (answer.Code, answer.AsksToRetry).ShouldBe((door == DoorCall.Grpc ? "14" : "503", true));
        if (door == DoorCall.Json)
        {
            // protobuf's JSON mapping of google.rpc.RetryInfo.
            answer.Text.ShouldContain("\"retryDelay\":\"7s\"");
        }

        // The occupant goes, and there is room again.
        await occupied.Occupant.SendAsync(Http2Connection.Reset, 0, 1, 0, 0, 0, Http2Connection.Cancel);
        await Eventually.TrueAsync(async () => (await DoorCall.SendAsync(server, door, Signal.Traces, OtlpSamples.SpansJson(trace))).IsSuccess, "room again");
        (await server.SpansAsync(trace)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Overload_RetryAfter_IsInSeconds()
    {
        await using var occupied = await OccupiedServer.StartAsync(postgres);
        using var client = new HttpClient();
        using var content = new StringContent("{}", System.Text.Encoding.UTF8, DoorCall.Json);

        using var response = await client.PostAsync(new Uri(occupied.Server.Http, "/v1/traces"), content);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter?.Delta.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Shutdown_WithAStalledCall_WaitsNoLongerThanItsTime()
    {
        var server = await CorrelatorServer.StartAsync(postgres, ("Correlator:Hosting:ShutdownTimeout", "00:00:02"));
        using var connection = await Http2Connection.OpenAsync(server.Grpc);
        await connection.BeginAsync(1, ("grpc-timeout", "99999999H"));
        await connection.SendAsync(Http2Connection.Data, 0, 1, 0);
        await Eventually.TrueAsync(() => Task.FromResult(server.Services.GetRequiredService<IntakeLimiter>().ExportsInFlight == 1), "a call in flight");
        var watch = Stopwatch.StartNew();

        await server.DisposeAsync();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(17));
    }
}
