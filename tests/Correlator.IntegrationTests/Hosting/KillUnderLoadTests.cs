using System.Collections.Concurrent;
using Correlator.IntegrationTests.Faults;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Hosting;

[Collection(FaultTests.Name)]
public sealed class KillUnderLoadTests
{
    private const int Requests = 1500;
    private const int SpansPerRequest = 20;
    private const int Senders = 32;
    private const int AcknowledgedBeforeTheKill = 300;
    private const string StoredSpans = "SELECT coalesce(sum(records), 0)::bigint FROM span_block";

    [Fact]
    public async Task Kill_UnderLoad_EveryAcknowledgedSpanIsStoredOnceAndResentOnesStayOnce()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        var requests = Enumerable.Range(0, Requests).Select(_ => OtlpSamples.NewTrace()).Select(trace => (Trace: trace, Call: Export(server, trace))).ToArray();
        var acknowledged = new ConcurrentBag<TraceId>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var queue = new ConcurrentQueue<(TraceId Trace, GrpcCall Call)>(requests);

        var senders = Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while (queue.TryDequeue(out var request) && await TryAsync(request.Call))
            {
                acknowledged.Add(request.Trace);
                if (acknowledged.Count >= AcknowledgedBeforeTheKill)
                {
                    enough.TrySetResult();
                }
            }
        })).ToArray();
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(240));
        await server.KillAsync();
        await Task.WhenAll(senders);
        queue.ShouldNotBeEmpty("the server was killed in the middle of the load");

        await server.StartAsync();

        var database = server.EmbeddedConnectionString;
        var stored = await CountByTraceAsync(database, requests.Select(request => request.Trace));
        acknowledged.Where(trace => stored.GetValueOrDefault(trace) != SpansPerRequest).ShouldBeEmpty();
        stored.Values.ShouldAllBe(spans => spans == SpansPerRequest);
        (await StoredTelemetry.CountAsync(database, StoredSpans)).ShouldBe(stored.Count * SpansPerRequest);

        // A sender that heard nothing sends again; one that lost the answer does too.
        foreach (var chunk in requests.Chunk(Senders))
        {
            (await Task.WhenAll(chunk.Select(request => request.Call.SendAsync()))).ShouldAllBe(answer => answer.Status == "0");
        }

        var all = await CountByTraceAsync(database, requests.Select(request => request.Trace));
        all.Count.ShouldBe(Requests);
        all.Values.ShouldAllBe(spans => spans == SpansPerRequest);
        (await StoredTelemetry.CountAsync(database, StoredSpans)).ShouldBe(Requests * SpansPerRequest);
        await Eventually.TrueAsync(
            async () => await StoredTelemetry.CountAsync(database, "SELECT count(*) FROM ledger_batch WHERE state < 2") == 0,
            "everything correlated");
        (await StoredTelemetry.CountAsync(database, "SELECT count(*) FROM journey")).ShouldBe(Requests);
        (await StoredTelemetry.CountAsync(database, "SELECT count(*) FROM invocation")).ShouldBe(Requests * SpansPerRequest);
        (await StoredTelemetry.CountAsync(database, "SELECT sum(invocations)::bigint FROM function_minute")).ShouldBe(Requests * SpansPerRequest);
    }

    private static async Task<Dictionary<TraceId, int>> CountByTraceAsync(string database, IEnumerable<TraceId> traces) =>
        (await StoredTelemetry.SpansAsync(database, [.. traces])).GroupBy(span => span.TraceId).ToDictionary(trace => trace.Key, trace => trace.Count());

    private static async Task<bool> TryAsync(GrpcCall call)
    {
        try
        {
            return (await call.SendAsync()).Status == "0";
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return false;
        }
    }

    private static GrpcCall Export(ServerProcess server, TraceId trace)
    {
        var spans = OtlpSamples.SpansJson(trace, SpansPerRequest, padding: new string('x', 200));
        return new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame(OtlpSamples.Protobuf(Signal.Traces, spans)));
    }
}
