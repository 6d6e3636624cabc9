using System.Diagnostics;
using System.Text.Json;
using Correlator.IntegrationTests.EndToEnd;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Faults;

/// <summary>A shop on the JavaScript SDK whose gRPC exporters send each batch once; and what it made of spans and log records.</summary>
internal sealed class NodeShop : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Task _heard;
    private readonly List<(TraceId Trace, SpanId[] Spans, int Logs)> _made = [];
    private readonly List<string> _failures = [];
    private int _exports;

    public NodeShop(CorrelatorServer server, string name)
    {
        var start = NodeScript.Start(server, "shop.js", [name]);
        start.RedirectStandardInput = true;

        // Longer than the SDK's ten seconds: what the journal does not do must fail the test, not a machine that is busy with other tests.
        start.Environment["OTEL_EXPORTER_OTLP_TIMEOUT"] = "25000";
        _process = Process.Start(start).ShouldNotBeNull();
        _errors = _process.StandardError.ReadToEndAsync();
        _heard = HearAsync();
    }

    /// <summary>Exports that ended, with success or not.</summary>
    public int Exports => Volatile.Read(ref _exports);

    /// <summary>Exports that ended without success, by what the SDK says of them. Read after <see cref="FinishAsync"/>, as all that follows.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Milliseconds that a successful export took at most.</summary>
    public double Slowest { get; private set; }

    public IEnumerable<SpanId> Spans => _made.SelectMany(trace => trace.Spans);

    /// <summary>What it made, a trace at a time.</summary>
    public IEnumerable<ShopRequest> Made => _made
        .SelectMany(trace => new[]
        {
            new ShopRequest($"{trace.Trace}/spans", Signal.Traces, trace.Trace, trace.Spans.Length, []),
            new ShopRequest($"{trace.Trace}/logs", Signal.Logs, trace.Trace, trace.Logs, []),
        })
        .Where(request => request.Records > 0);

    /// <summary>Closes the shop: it exports what it still has, and ends.</summary>
    public async Task FinishAsync()
    {
        _process.StandardInput.Close();
        await _heard.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        await _process.WaitForExitAsync();
        _process.ExitCode.ShouldBe(0, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task HearAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            using var said = JsonDocument.Parse(line);
            if (said.RootElement.TryGetProperty("trace", out var trace))
            {
                var spans = said.RootElement.GetProperty("spans").EnumerateArray().Select(Span);
                _made.Add((Trace(trace), [.. spans], said.RootElement.GetProperty("logs").GetInt32()));
                continue;
            }

            if (said.RootElement.TryGetProperty("failed", out var failure))
            {
                _failures.Add(failure.GetString() ?? "");
            }

            else
            {
                Slowest = Math.Max(Slowest, said.RootElement.GetProperty("exported").GetDouble());
            }

            Interlocked.Increment(ref _exports);
        }
    }

    private static TraceId Trace(JsonElement text) =>
        TraceId.TryParse(text.GetString(), out var id) ? id : throw new FormatException($"{text} is no trace id.");

    private static SpanId Span(JsonElement text) => SpanId.TryParse(text.GetString(), out var id) ? id : throw new FormatException($"{text} is no span id.");
}
