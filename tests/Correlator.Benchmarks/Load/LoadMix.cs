using Correlator.Telemetry;

namespace Correlator.Benchmarks.Load;

/// <summary>One way in which functions send: what, how much of it in a request, by which door, and how many requests at once.</summary>
internal sealed record LoadMix(string Name, Signal[] Signals, int PerRequest, int Concurrency, bool Grpc = true, bool Gzip = false)
{
    public static IReadOnlyList<LoadMix> All { get; } =
    [
        new("spans, 500 a request", [Signal.Traces], 500, 32),
        new("spans, 500, gzip", [Signal.Traces], 500, 32, Gzip: true),
        new("spans, 500, HTTP", [Signal.Traces], 500, 32, Grpc: false),
        new("spans, 50 a request", [Signal.Traces], 50, 64),
        new("spans, one a request", [Signal.Traces], 1, 64),
        new("log records, 500", [Signal.Logs], 500, 32),
        new("points, 300", [Signal.Metrics], 300, 32),
        new("spans, logs, points", [Signal.Traces, Signal.Logs, Signal.Metrics], 300, 32),
    ];
}
