using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Hosting;

public sealed class StopTests
{
    [Fact]
    public async Task Terminate_WhileExporting_AnswersWhatItAcceptedStopsItsDatabaseAndKeepsTheData()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        var traces = Enumerable.Range(0, 60).Select(_ => OtlpSamples.NewTrace()).ToArray();
        var first = await Export(server, traces[0]).SendAsync();
        first.Status.ShouldBe("0");

        var answers = Task.WhenAll(traces.Skip(1).Select(trace => TryAsync(Export(server, trace))));
        server.Terminate();
        (await server.ExitCodeAsync()).ShouldBe(0);
        var acknowledged = traces.Skip(1).Zip(await answers).Where(pair => pair.Second).Select(pair => pair.First).Append(traces[0]).ToArray();
        File.Exists(Path.Combine(server.DataFolder, "postgres", "postmaster.pid")).ShouldBeFalse("the database was stopped with the server");

        await server.StartAsync();

        var stored = await StoredTelemetry.SpansAsync(server.EmbeddedConnectionString, acknowledged);
        stored.Select(span => span.TraceId).ToHashSet().SetEquals(acknowledged).ShouldBeTrue();
        (await server.RunAsync("journey", traces[0].ToString())).Output.ShouldContain("Journey");
        server.Terminate();
        (await server.ExitCodeAsync()).ShouldBe(0);
    }

    private static async Task<bool> TryAsync(GrpcCall call)
    {
        try
        {
            return (await call.SendAsync()).Status == "0";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static GrpcCall Export(ServerProcess server, TraceId trace) =>
        new(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame(OtlpSamples.Protobuf(Signal.Traces, OtlpSamples.SpansJson(trace))));
}
