using Correlator.Storage.Blocks;
using Correlator.Telemetry;
using Correlator.Telemetry.Read;
using Npgsql;

namespace Correlator.Storage;

/// <summary>Reads spans out of their blocks. A span that was sent twice in different requests is in two blocks and shown once.</summary>
internal sealed class SpanReader(NpgsqlDataSource database)
{
    /// <summary>The spans of some traces, by start.</summary>
    public async Task<IReadOnlyList<Span>> ReadTracesAsync(int tenantId, IReadOnlyCollection<TraceId> traces, CancellationToken cancellationToken)
    {
        var spans = new Dictionary<(TraceId, SpanId), Span>();
        var wanted = traces.ToHashSet();
        await foreach (var body in TraceBlockReader.ReadAsync(database, "span_block", Signal.Traces, tenantId, traces, cancellationToken))
        {
            foreach (var span in SpanBlockDecoder.Decode(body, wanted))
            {
                spans.TryAdd((span.TraceId, span.SpanId), span);
            }
        }

        return [.. spans.Values.OrderBy(span => span.StartNano).ThenBy(span => span.SpanId)];
    }

    /// <summary>Newest first. Blocks are pruned by time, function and Bloom filter before they are read.</summary>
    public async Task<IReadOnlyList<Span>> SearchAsync(int tenantId, SpanQuery query, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(TraceId, SpanId), Span>();
        var hashes = BlockPruning.Hashes(query.Attributes);
        var blocks = BlockScanReader.ReadAsync(
            database,
            "span_block",
            tenantId,
            query.FromNano,
            query.UntilNano,
            query.FunctionIds,
            query.ErrorsOnly ? "errors > 0" : "true",
            cancellationToken);
        await foreach (var (bloom, load, max) in blocks)
        {
            if (found.Count >= query.Limit && found.Values.Order(ByStart).ElementAt(query.Limit - 1).StartNano > max)
            {
                // Blocks come by their newest end: no later one can hold anything newer than what is found.
                break;
            }

            if (!BlockPruning.MayHold(bloom, hashes))
            {
                continue;
            }

            foreach (var span in SpanBlockDecoder.Decode(await load(cancellationToken)).Where(span => Matches(span, query)))
            {
                found.TryAdd((span.TraceId, span.SpanId), span);
            }
        }

        return [.. found.Values.Order(ByStart).Take(query.Limit)];
    }

    private static readonly Comparer<Span> ByStart = Comparer<Span>.Create((left, right) => left.StartNano != right.StartNano
        ? right.StartNano.CompareTo(left.StartNano)
        : left.SpanId.CompareTo(right.SpanId));

    private static bool Matches(Span span, SpanQuery query) =>
        span.StartNano < query.UntilNano && span.EndNano >= query.FromNano
        && (query.FunctionIds.Count == 0 || query.FunctionIds.Contains(span.FunctionId))
        && (query.Name is null || span.Name == query.Name)
        && (!query.ErrorsOnly || span.Status == SpanStatus.Error)
        && span.EndNano - span.StartNano >= query.MinDurationNano
        && BlockPruning.Holds(span.Attributes, span.Resource, query.Attributes);
}
