using Correlator.Storage.Blocks;
using Correlator.Telemetry;
using Correlator.Telemetry.Read;

namespace Correlator.Storage.Sealing;

/// <summary>Reads a sealed log block back, whole or for some traces only.</summary>
internal static class SealedLogDecoder
{
    /// <exception cref="CorruptBlockException">The bytes are damaged.</exception>
    public static List<LogRecord> Decode(ReadOnlySpan<byte> body, IReadOnlySet<TraceId>? wanted)
    {
        var reader = new ByteReader(body);
        var traces = SealedDirectory.Read(ref reader);
        return wanted is null || Array.Exists(traces, wanted.Contains) ? BlockBody.Read(ref reader, (ref payload) => Read(ref payload, traces, wanted)) : [];
    }

    private static List<LogRecord> Read(ref ByteReader payload, TraceId[] traces, IReadOnlySet<TraceId>? wanted)
    {
        var dictionary = new SealedDictionaryReader(ref payload);
        ByteReader numbers = payload.Column(), spanIds = payload.Column(), times = payload.Column(), observed = payload.Column();
        ByteReader flags = payload.Column(), severities = payload.Column(), severityTexts = payload.Column(), eventNames = payload.Column();
        ByteReader functions = payload.Column(), resources = payload.Column(), attributes = payload.Column();
        var records = new List<LogRecord>();
        var time = 0L;
        while (severities.Remaining > 0)
        {
            var trace = traces[numbers.Index(traces.Length)];
            time = unchecked(time + times.ZigZag());
            var record = new LogRecord
            {
                TraceId = trace,
                SpanId = new SpanId(spanIds.Fixed64()),
                TimeNano = time,
                ObservedNano = ObservedTime.Decode(observed.Varint(), time),
                Flags = (uint)flags.Varint(),
                Severity = severities.Byte(),
                SeverityText = dictionary.Text(ref severityTexts),
                EventName = dictionary.Text(ref eventNames),
                FunctionId = functions.Index(int.MaxValue),
                Resource = dictionary.Resource(ref resources),
                Body = dictionary.Bodies.Next().ToString(),
                Attributes = dictionary.Attributes(ref attributes),
            };
            if (wanted is null || wanted.Contains(trace))
            {
                records.Add(record);
            }
        }

        return records;
    }
}
