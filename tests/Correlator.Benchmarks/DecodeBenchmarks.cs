using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Correlator.Ingest;
using Correlator.Ingest.Policy;
using Correlator.Storage.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Correlator.Benchmarks;

/// <summary>Protobuf request to batch, per span. Every run asserts that all spans with all attributes are there.</summary>
[Config(typeof(InProcess))]
public class DecodeBenchmarks
{
    private readonly byte[] _request = SampleSpans.Request(1, SampleSpans.NowNano());
    private readonly AttributePolicy _policy = NewPolicy();

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

    /// <summary>The same with the attribute policy as it comes, which finds nothing to redact here.</summary>
    [Benchmark(OperationsPerInvoke = SampleSpans.PerRequest)]
    public int DecodeWithPolicy()
    {
        using var batch = SampleSpans.Decode(_request, 1);
        _policy.Apply(batch);
        return batch.Spans.Count;
    }

    internal static AttributePolicy NewPolicy()
    {
        var options = Options.Create(new PolicyOptions());
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var intake = new IntakeLimiter(Options.Create(new IngestOptions()));
        return new AttributePolicy(options, new HashKey(options, DataFolder.Resolve(null)), new IngestMetrics(meters, intake));
    }
}
