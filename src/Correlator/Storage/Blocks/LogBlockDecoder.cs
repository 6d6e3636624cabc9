using Correlator.Storage.Sealing;
using Correlator.Telemetry;
using Correlator.Telemetry.Read;

namespace Correlator.Storage.Blocks;

/// <summary>Reads a log block back, fresh or sealed, whole or for some traces only.</summary>
internal static class LogBlockDecoder
{
    /// <param name="body">A block's body.</param>
    /// <param name="wanted">The traces whose records are kept; null for all.</param>
    /// <exception cref="CorruptBlockException">The bytes are damaged.</exception>
    public static List<LogRecord> Decode(ReadOnlySpan<byte> body, IReadOnlySet<TraceId>? wanted = null)
    {
        if (SealedDirectory.IsSealed(body))
        {
            return SealedLogDecoder.Decode(body, wanted);
        }

        var reader = new ByteReader(body);
        var runs = TraceDirectory.Read(ref reader);
        return wanted is null || Array.Exists(runs, run => wanted.Contains(run.TraceId))
            ? BlockBody.Read(ref reader, (ref payload) => Records(ref payload, runs, wanted))
            : [];
    }

    private static List<LogRecord> Records(ref ByteReader payload, (TraceId TraceId, int Count)[] runs, IReadOnlySet<TraceId>? wanted)
    {
        var dictionary = new DecodedDictionary(ref payload);
        ByteReader spanIds = payload.Column(), times = payload.Column(), observed = payload.Column();
        ByteReader severities = payload.Column(), severityTexts = payload.Column(), eventNames = payload.Column();
        ByteReader resources = payload.Column(), scopes = payload.Column();
        ByteReader bodies = payload.Column(), attributes = payload.Column(), flags = payload.Column();
        var records = new List<LogRecord>();
        var time = 0L;
        foreach (var (traceId, count) in runs)
        {
            for (var row = 0; row < count; row++)
            {
                time += times.ZigZag();
                var (resource, function) = dictionary.Resource(ref resources, ref scopes);
                var record = new LogRecord
                {
                    TraceId = traceId,
                    SpanId = new SpanId(spanIds.Fixed64()),
                    TimeNano = time,
                    ObservedNano = ObservedTime.Decode(observed.Varint(), time),
                    Flags = (uint)flags.Varint(),
                    Severity = severities.Byte(),
                    SeverityText = dictionary.Text(ref severityTexts),
                    EventName = dictionary.Text(ref eventNames),
                    Body = dictionary.Value(ref bodies).ToString(),
                    FunctionId = function,
                    Resource = resource,
                    Attributes = dictionary.Attributes(ref attributes),
                };
                if (wanted is null || wanted.Contains(traceId))
                {
                    records.Add(record);
                }
            }
        }

        return records;
    }
}
