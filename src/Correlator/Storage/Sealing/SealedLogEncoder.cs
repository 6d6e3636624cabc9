using Correlator.Storage.Blocks;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Read;

namespace Correlator.Storage.Sealing;

/// <summary>Packs log records for long keeping: sorted by function, severity and time, values by key.</summary>
internal static class SealedLogEncoder
{
    /// <summary>OTLP severity numbers from here on are errors.</summary>
    private const int ErrorSeverity = 17;

    public static EncodedBlock Encode(IReadOnlyCollection<LogRecord> records)
    {
        LogRecord[] sorted = [.. records.OrderBy(record => record.FunctionId).ThenBy(record => record.Severity).ThenBy(record => record.TimeNano)];
        TraceId[] traces = [.. sorted.Select(record => record.TraceId).Distinct().Order()];
        var numbers = traces.Select((trace, number) => (trace, number)).ToDictionary(pair => pair.trace, pair => pair.number);
        using var columns = new SealedColumns(SealedLogColumns.Count);
        using var dictionary = new SealedDictionary();
        var previous = 0L;
        foreach (var record in sorted)
        {
            columns[SealedLogColumns.Traces].Varint(numbers[record.TraceId]);
            WriteRow(columns, dictionary, record, ref previous);
        }

        return columns.Pack(dictionary, traces) with
        {
            MinNano = sorted.Min(record => record.TimeNano),
            MaxNano = sorted.Max(record => record.TimeNano),
            Records = sorted.Length,
            Errors = sorted.Count(record => record.Severity >= ErrorSeverity),
            Severities = sorted.Aggregate(0, (seen, record) => seen | (1 << record.Severity)),
            Functions = [.. sorted.Select(record => record.FunctionId).Distinct()],
        };
    }

    private static void WriteRow(SealedColumns columns, SealedDictionary dictionary, LogRecord record, ref long previous)
    {
        columns[SealedLogColumns.SpanIds].Fixed64(record.SpanId.Value);
        columns[SealedLogColumns.Times].ZigZag(unchecked(record.TimeNano - previous));
        previous = record.TimeNano;
        columns[SealedLogColumns.Observed].Varint(ObservedTime.Encode(record.ObservedNano, record.TimeNano));
        columns[SealedLogColumns.Flags].Varint(record.Flags);
        columns[SealedLogColumns.Severities].Byte(record.Severity);
        columns[SealedLogColumns.SeverityTexts].Varint(dictionary.Text(record.SeverityText));
        columns[SealedLogColumns.EventNames].Varint(dictionary.Text(record.EventName));
        columns[SealedLogColumns.Functions].Varint(record.FunctionId);
        columns[SealedLogColumns.Resources].Varint(dictionary.Resource(record.Resource));
        dictionary.Bodies.Add(new AttributeValue("", AttributeKind.String, record.Body));
        dictionary.Attributes(columns[SealedLogColumns.Attributes], record.Attributes);
    }
}
