using System.Collections.Concurrent;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Support;

/// <summary>Exporters that send each request once, come what may, as many do; and what they were told.</summary>
internal sealed class NeverRetryingSenders : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<(TraceId Trace, string Status)> _answers = [];
    private readonly Task[] _senders;

    public NeverRetryingSenders(Uri grpc, int senders, int spansPerRequest)
    {
        SpansPerRequest = spansPerRequest;
        _senders = [.. Enumerable.Range(0, senders).Select(_ => Task.Run(() => SendAsync(grpc)))];
    }

    public int SpansPerRequest { get; }

    public int Count => _answers.Count;

    public IEnumerable<TraceId> Acknowledged => _answers.Where(answer => answer.Status == "0").Select(answer => answer.Trace);

    public IEnumerable<string> OtherAnswers => _answers.Where(answer => answer.Status != "0").Select(answer => answer.Status);

    public static byte[] Request(TraceId trace, int spans) =>
        GrpcCall.Frame(OtlpSamples.Protobuf(Signal.Traces, OtlpSamples.SpansJson(trace, spans, padding: new string('x', 200))));

    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_senders);
    }

    public void Dispose() => _end.Dispose();

    private async Task SendAsync(Uri grpc)
    {
        while (!_end.IsCancellationRequested)
        {
            var trace = OtlpSamples.NewTrace();
            _answers.Add((trace, await AnswerAsync(new GrpcCall(grpc, GrpcCall.TraceExport, Request(trace, SpansPerRequest)))));

            // Some hundred requests a second in all, for as long as the outage lasts.
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private static async Task<string> AnswerAsync(GrpcCall call)
    {
        try
        {
            return (await call.SendAsync()).Status ?? "none";
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return "unreachable";
        }
    }
}
