using System.Diagnostics;
using System.Net;
using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Ingest.OtlpRules;

/// <summary>What a sender is told when there is no room: to come again, in each protocol's words.</summary>
[Collection(ServerTests.Name)]
public sealed class OverloadRules(PostgresFixture postgres) : IAsyncLifetime
{
    private CorrelatorServer _server = null!;
    private Http2Connection _occupant = null!;

    /// <summary>A server that takes one request at a time, and someone who takes his time over one.</summary>
    public async Task InitializeAsync()
    {
        _server = await CorrelatorServer.StartAsync(postgres, ("Correlator:Ingest:MaxConcurrentExports", "1"), ("Correlator:Ingest:RetryDelay", "00:00:07"));
        _occupant = await Http2Connection.OpenAsync(_server.Grpc);
        await _occupant.BeginAsync(1);
        await _occupant.SendAsync(Http2Connection.Data, 0, 1, 0);
        await Eventually.TrueAsync(() => Task.FromResult(_server.Services.GetRequiredService<IntakeLimiter>().ExportsInFlight == 1), "the place taken");
    }

    public async Task DisposeAsync()
    {
        _occupant.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(DoorCall.Grpc)]
    [InlineData(DoorCall.Protobuf)]
    [InlineData(DoorCall.Json)]
    public async Task Overload_IsTheRetryableAnswerAndPasses(string door)
    {
        var trace = OtlpSamples.NewTrace();

        var answer = await DoorCall.SendAsync(_server, door, Signal.Traces, OtlpSamples.SpansJson(trace));

        (answer.Code, answer.AsksToRetry).ShouldBe((door == DoorCall.Grpc ? "14" : "503", true));
        if (door == DoorCall.Json)
        {
            // protobuf's JSON mapping of google.rpc.RetryInfo.
            answer.Text.ShouldContain("\"retryDelay\":\"7s\"");
        }

        // The occupant goes, and there is room again.
        await _occupant.SendAsync(Http2Connection.Reset, 0, 1, 0, 0, 0, Http2Connection.Cancel);
        await Eventually.TrueAsync(async () => (await DoorCall.SendAsync(_server, door, Signal.Traces, OtlpSamples.SpansJson(trace))).IsSuccess, "room again");
        (await _server.SpansAsync(trace)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Overload_RetryAfter_IsInSeconds()
    {
        using var client = new HttpClient();
        using var content = new StringContent("{}", System.Text.Encoding.UTF8, DoorCall.Json);

        using var response = await client.PostAsync(new Uri(_server.Http, "/v1/traces"), content);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter?.Delta.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Shutdown_WithAStalledCall_WaitsNoLongerThanItsTime()
    {
        var server = await CorrelatorServer.StartAsync(postgres);
        using var connection = await Http2Connection.OpenAsync(server.Grpc);
        await connection.BeginAsync(1, ("grpc-timeout", "99999999H"));
        await connection.SendAsync(Http2Connection.Data, 0, 1, 0);
        await Eventually.TrueAsync(() => Task.FromResult(server.Services.GetRequiredService<IntakeLimiter>().ExportsInFlight == 1), "a call in flight");
        var watch = Stopwatch.StartNew();

        await server.DisposeAsync();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(45));
    }
}
