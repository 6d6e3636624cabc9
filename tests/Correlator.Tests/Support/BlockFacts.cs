using Correlator.Storage.Blocks;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Facts;

namespace Correlator.Tests.Support;

/// <summary>Facts of requests that were committed together, found as the server finds them: in their blocks.</summary>
internal static class BlockFacts
{
    public static FactSet Of(params TelemetryBatch[] requests)
    {
        using var spans = new SpanBlockEncoder();
        using var logs = new LogBlockEncoder();
        var sources = Array.ConvertAll(requests, request => new BlockSource(request, new int[request.Resources.Count]));
        var (facts, identities) = (new FactSet(), new IdentityCache());
        Find(spans.Encode(sources), Signal.Traces);
        Find(logs.Encode(sources), Signal.Logs);
        return facts;

        // What the facts borrow from a batch must outlive this method.
        void Find(IReadOnlyList<EncodedBlock> blocks, Signal signal)
        {
            foreach (var block in blocks)
            {
                FactExtractor.Extract(BatchBlockDecoder.Decode(block.Body.Span, signal, requests[0].TenantId), facts, identities);
            }
        }
    }
}
