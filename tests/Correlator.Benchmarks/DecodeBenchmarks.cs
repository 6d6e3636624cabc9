using BenchmarkDotNet.Attributes;

namespace Correlator.Benchmarks;

/// <summary>Protobuf request to batch, per span. Every run asserts that all spans with all attributes are there.</summary>
[Config(typeof(InProcess))]
public class DecodeBenchmarks
{
    private readonly byte[] _request = SampleSpans.Request(1, SampleSpans.NowNano());

    [GlobalSetup]
    public void Describe() => Console.WriteLine($"// {_request.Length / SampleSpans.PerRequest} bytes a span");

    [Benchmark(OperationsPerInvoke = SampleSpans.PerRequest)]
    public int Decode()
    {
        using var batch = SampleSpans.Decode(_request, 1);

        // 12 per span, 6 for each of the 6 resources.
        Expect.Equal((12 * SampleSpans.PerRequest) + 36, batch.Attributes.Count, "attributes read");
        return batch.Spans.Count;
    }
}
