using BenchmarkDotNet.Attributes;
using Correlator.Storage.Blocks;

namespace Correlator.Benchmarks;

/// <summary>Four decoded requests into one block of 2,000 spans, per span. Asserts the number of spans and prints bytes a span.</summary>
[Config(typeof(InProcess))]
public class BlockEncodeBenchmarks : IDisposable
{
    private const int Requests = 4;
    private readonly SpanBlockEncoder _encoder = new();
    private BlockSource[] _sources = [];
    private long _bytes;

    [GlobalSetup]
    public void Decode() => _sources = [.. Enumerable.Range(1, Requests).Select(number =>
        new BlockSource(SampleSpans.Decode(SampleSpans.Request(number, SampleSpans.NowNano()), 1), [1, 2, 3, 4, 5, 6]))];

    [Benchmark(OperationsPerInvoke = Requests * SampleSpans.PerRequest)]
    public long Encode()
    {
        var blocks = _encoder.Encode(_sources);
        Expect.Equal(Requests * SampleSpans.PerRequest, blocks.Sum(block => block.Records), "spans in blocks");
        return _bytes = blocks.Sum(block => (long)block.Body.Length + block.Bloom.Length);
    }

    [GlobalCleanup]
    public void Report()
    {
        Console.WriteLine($"// {_bytes / (double)(Requests * SampleSpans.PerRequest):F1} bytes a span, Bloom filter included");
        Dispose();
    }

    public void Dispose()
    {
        foreach (var source in _sources)
        {
            source.Batch.Dispose();
        }

        _sources = [];
        _encoder.Dispose();
        GC.SuppressFinalize(this);
    }
}
