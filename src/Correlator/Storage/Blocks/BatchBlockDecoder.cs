using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Blocks;

/// <summary>
/// Reads a fresh block back as a batch: rows over the inflated payload, as a request's rows are over its body, so that nothing is built or copied per record.
/// </summary>
internal static class BatchBlockDecoder
{
    /// <param name="body">A fresh block's body.</param>
    /// <exception cref="CorruptBlockException">The bytes are damaged, or those of a sealed block.</exception>
    public static TelemetryBatch Decode(ReadOnlySpan<byte> body, Signal signal, int tenantId)
    {
        var reader = new ByteReader(body);
        var runs = TraceDirectory.Read(ref reader);
        var payload = BlockBody.Inflate(ref reader, out var length);
        var batch = new TelemetryBatch(signal, tenantId, payload, length);
        try
        {
            var columns = new ByteReader(batch.Body.Span);
            var dictionary = new DictionaryRows(batch, ref columns);
            if (signal == Signal.Traces)
            {
                AddSpans(batch, dictionary, ref columns, runs);
            }
            else
            {
                AddLogs(batch, dictionary, ref columns, runs);
            }

            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    private static void AddSpans(TelemetryBatch batch, DictionaryRows dictionary, ref ByteReader payload, ReadOnlySpan<(TraceId TraceId, int Count)> runs)
    {
        var rows = new SpanRows(batch, dictionary, ref payload);
        foreach (var (traceId, count) in runs)
        {
            for (var row = 0; row < count; row++)
            {
                rows.AddNext(traceId);
            }
        }
    }

    private static void AddLogs(TelemetryBatch batch, DictionaryRows dictionary, ref ByteReader payload, ReadOnlySpan<(TraceId TraceId, int Count)> runs)
    {
        ByteReader spanIds = payload.Column(), times = payload.Column(), observed = payload.Column();
        ByteReader severities = payload.Column(), severityTexts = payload.Column(), eventNames = payload.Column();
        ByteReader resources = payload.Column(), scopes = payload.Column();
        ByteReader bodies = payload.Column(), attributes = payload.Column(), flags = payload.Column();
        var time = 0L;
        foreach (var (traceId, count) in runs)
        {
            for (var row = 0; row < count; row++)
            {
                time += times.ZigZag();
                batch.Logs.Add(new LogRow
                {
                    TraceId = traceId,
                    SpanId = new SpanId(spanIds.Fixed64()),
                    TimeNano = time,
                    ObservedNano = ObservedTime.Decode(observed.Varint(), time),
                    Severity = severities.Byte(),
                    SeverityText = dictionary.TextOf(ref severityTexts),
                    EventName = dictionary.TextOf(ref eventNames),
                    Resource = dictionary.Resource(ref resources),
                    Scope = dictionary.Scope(ref scopes),
                    Body = dictionary.Value(ref bodies),
                    Attributes = dictionary.Attributes(ref attributes),
                    Flags = (uint)flags.Varint(),
                });
            }
        }
    }
}
