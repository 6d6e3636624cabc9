using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Blocks;

/// <summary>
/// Which parents came in the same request from the same resource: where the sender does not tell, the sign of a parent in the same process. Found while a
/// block is packed, for the block holds the spans of many requests and no longer tells them apart.
/// </summary>
internal sealed class Siblings
{
    private HashSet<(SpanId, int)>?[] _bySource = [];

    /// <summary>Takes the requests of a group.</summary>
    public void StartGroup(int sources) => _bySource = new HashSet<(SpanId, int)>?[sources];

    /// <summary>Asked only where <see cref="SpanRow.IsParentUntold"/>; the spans of a request are looked at once it is.</summary>
    public bool HasParent(int source, TelemetryBatch batch, in SpanRow span)
    {
        if (_bySource[source] is not { } spans)
        {
            spans = _bySource[source] = new HashSet<(SpanId, int)>(batch.Spans.Count);
            foreach (ref readonly var sibling in batch.Spans.Rows)
            {
                spans.Add((sibling.SpanId, sibling.Resource));
            }
        }

        return spans.Contains((span.ParentSpanId, span.Resource));
    }
}
