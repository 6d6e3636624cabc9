using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Read;

namespace Correlator.Storage.Blocks;

/// <summary>Packs log records.</summary>
internal sealed class LogBlockEncoder : BlockEncoder<LogColumns>
{
    protected override void AddKeys(List<RowKey> keys, TelemetryBatch batch, int source)
    {
        var logs = batch.Logs.Rows;
        for (var row = 0; row < logs.Length; row++)
        {
            keys.Add(new RowKey(logs[row].TraceId, source, row));
        }
    }

    protected override BlockTotals WriteRows(ReadOnlySpan<BlockSource> sources, ReadOnlySpan<RowKey> keys)
    {
        var (min, max, errors, severities) = (long.MaxValue, long.MinValue, 0, 0);
        var previous = 0L;
        foreach (var key in keys)
        {
            var batch = sources[key.Source].Batch;
            ref readonly var log = ref batch.Logs.Rows[key.Row];
            min = Math.Min(min, log.TimeNano);
            max = Math.Max(max, log.TimeNano);
            errors += log.Severity >= LogRecord.ErrorSeverity ? 1 : 0;
            severities |= 1 << log.Severity;
            Columns.SpanIds.Fixed64(log.SpanId.Value);
            Columns.Times.ZigZag(log.TimeNano - previous);
            previous = log.TimeNano;
            Columns.Observed.Varint(ObservedTime.Encode(log.ObservedNano, log.TimeNano));
            Columns.Flags.Varint(log.Flags);
            Columns.Severities.Byte(log.Severity);
            Columns.SeverityTexts.Varint(Dictionary.Text(batch.Utf8(log.SeverityText)));
            Columns.EventNames.Varint(Dictionary.Text(batch.Utf8(log.EventName)));
            Columns.Resources.Varint(Dictionary.Resource(key.Source, sources[key.Source], log.Resource));
            Columns.Scopes.Varint(Dictionary.Scope(key.Source, batch, log.Scope));
            Columns.Bodies.Varint(Dictionary.Value(batch, log.Body));
            Dictionary.Attributes(Columns.Attributes, key.Source, batch, log.Attributes);
        }

        return new BlockTotals(min, max, errors, severities);
    }
}
