using BenchmarkDotNet.Attributes;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Facts;

namespace Correlator.Benchmarks;

/// <summary>Facts of one decoded request, per span. Asserts that each run finds the same ones, and some.</summary>
[Config(typeof(InProcess))]
public class FactExtractBenchmarks
{
    private readonly FactSet _facts = new();
    private readonly IdentityCache _identities = new();
    private TelemetryBatch? _batch;
    private int _invocations;
    private int _keys;

    [GlobalSetup]
    public void Decode()
    {
        _batch = SampleSpans.Decode(SampleSpans.Request(1, SampleSpans.NowNano()), 1);
        FactExtractor.Extract(_batch, _facts, _identities);
        (_invocations, _keys) = (_facts.Invocations.Count, _facts.Keys.Count);
        Console.WriteLine($"// {_invocations} invocations and {_keys} correlation keys in {SampleSpans.PerRequest} spans");
        if (_invocations == 0 || _keys == 0)
        {
            throw new InvalidOperationException("The sample has no facts.");
        }
    }

    [Benchmark(OperationsPerInvoke = SampleSpans.PerRequest)]
    public int Extract()
    {
        _facts.Clear();
        FactExtractor.Extract(_batch ?? throw new InvalidOperationException("Not set up."), _facts, _identities);
        Expect.Equal(_invocations, _facts.Invocations.Count, "invocations");
        Expect.Equal(_keys, _facts.Keys.Count, "correlation keys");
        return _facts.Invocations.Count;
    }

    [GlobalCleanup]
    public void Release() => _batch?.Dispose();
}
