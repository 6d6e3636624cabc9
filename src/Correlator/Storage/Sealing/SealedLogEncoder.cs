using Correlator.Storage.Blocks;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Read;

namespace Correlator.Storage.Sealing;

/// <summary>Packs log records for long keeping: sorted by function, severity and time, values by key.</summary>
internal static class SealedLogEncoder
{
    public static EncodedBlock Encode(IReadOnlyCollection<LogRecord> records)
    {
        LogRecord[] sorted = [.. records.OrderBy(record => record.FunctionId).ThenBy(record => record.Severity).ThenBy(record => record.TimeNano)];
        TraceId[] traces = [.. sorted.Select(record => record.TraceId).Distinct().Order()];
        var numbers = traces.Select((trace, number) => (trace, number)).ToDictionary(pair => pair.trace, pair => pair.number);
        using var columns = new SealedLogColumns();
        using var dictionary = new SealedDictionary();
        var previous = 0L;
        foreach (var record in sorted)
        {
            columns.Traces.Varint(numbers[record.TraceId]);
            WriteRow(columns, dictionary, record, ref previous);
        }

        return columns.Pack(dictionary, traces) with
        {
            MinNano = sorted.Min(record => record.TimeNano),
            MaxNano = sorted.Max(record => record.TimeNano),
            Records = sorted.Length,
            Errors = sorted.Count(record => record.Severity >= LogRecord.ErrorSeverity),
            Severities = sorted.Aggregate(0, (seen, record) => seen | (1 << record.Severity)),
            Functions = [.. sorted.Select(record => record.FunctionId).Distinct()],
        };
    }

    private static void WriteRow(SealedLogColumns columns, SealedDictionary dictionary, LogRecord record, ref long previous)
    {
        columns.SpanIds.Fixed64(record.SpanId.Value);
        columns.Times.ZigZag(unchecked(record.TimeNano - previous));
        previous = record.TimeNano;
        columns.Observed.Varint(ObservedTime.Encode(record.ObservedNano, record.TimeNano));
        columns.Flags.Varint(record.Flags);
        columns.Severities.Byte(record.Severity);
        columns.SeverityTexts.Varint(dictionary.Text(record.SeverityText));
        columns.EventNames.Varint(dictionary.Text(record.EventName));
        columns.Functions.Varint(record.FunctionId);
        columns.Resources.Varint(dictionary.Resource(record.Resource));
        dictionary.Bodies.Add(new AttributeValue("", AttributeKind.String, record.Body));
        dictionary.Attributes(columns.Attributes, record.Attributes);
    }
}
