using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>metrics.v1: Metric with its data points, whatever their kind.</summary>
internal sealed class MetricProtobufReader(RecordSink sink) : EnvelopeProtobufReader(sink)
{
    protected override void ReadRecord(TextRange record)
    {
        TextRange name = default, description = default, unit = default;
        var kind = default(MetricKind);
        uint temporality = 0;
        var isMonotonic = false;
        int parts = 0, firstPart = 0;
        var cursor = new ProtobufCursor(Batch.Text, record);
        while (cursor.Next())
        {
            switch (cursor.Field)
            {
                case 1 when cursor.Is(WireType.Bytes):
                    name = cursor.Bytes();
                    break;
                case 2 when cursor.Is(WireType.Bytes):
                    description = cursor.Bytes();
                    break;
                case 3 when cursor.Is(WireType.Bytes):
                    unit = cursor.Bytes();
                    break;
                case 5 or 7 or 9 or 10 or 11 when cursor.Is(WireType.Bytes):
                    // Protobuf merges parts of one kind; another kind (a oneof) takes the place of what came before.
                    if (Kind(cursor.Field) != kind)
                    {
                        (kind, temporality, isMonotonic, firstPart) = (Kind(cursor.Field), 0, false, parts);
                    }

                    parts++;
                    ReadAggregation(cursor.Bytes(), ref temporality, ref isMonotonic);
                    break;
                case 4 or 6 or 8 or > 11:
                    cursor.Skip();
                    break;
            }
        }

        if (kind == default)
        {
            return;
        }

        var known = Batch.Points.Count;
        var metric = Batch.Metrics.Add(new MetricRow(
            Scope, Resource, Sink.Clean(name), Sink.Clean(unit), Sink.Clean(description), kind,
            temporality <= (uint)Temporality.Cumulative ? (Temporality)temporality : Temporality.Unspecified, isMonotonic));
        ReadParts(record, firstPart, metric, kind);
        if (Batch.Points.Count == known)
        {
            Batch.Metrics.Truncate(metric);
        }
    }

    /// <summary>The kind of data that a field of Metric holds; default for a field that holds none.</summary>
    private static MetricKind Kind(int field) => field switch
    {
        5 => MetricKind.Gauge,
        7 => MetricKind.Sum,
        9 => MetricKind.Histogram,
        10 => MetricKind.ExponentialHistogram,
        11 => MetricKind.Summary,
        _ => default,
    };

    private void ReadParts(TextRange record, int firstPart, int metric, MetricKind kind)
    {
        var parts = 0;
        var cursor = new ProtobufCursor(Batch.Text, record);
        while (cursor.Next())
        {
            if (cursor.Type == WireType.Bytes && Kind(cursor.Field) != default && parts++ >= firstPart)
            {
                ReadPoints(cursor.Bytes(), metric, kind);
            }
            else
            {
                cursor.Skip();
            }
        }
    }

    private void ReadPoints(TextRange data, int metric, MetricKind kind)
    {
        var cursor = new ProtobufCursor(Batch.Text, data);
        while (cursor.Next())
        {
            if (cursor.Field == 1 && cursor.Type == WireType.Bytes)
            {
                ReadPoint(cursor.Bytes(), metric, kind);
            }
            else
            {
                cursor.Skip();
            }
        }
    }

    private void ReadAggregation(TextRange data, ref uint temporality, ref bool isMonotonic)
    {
        var cursor = new ProtobufCursor(Batch.Text, data);
        while (cursor.Next())
        {
            switch (cursor.Field)
            {
                case 2 when cursor.Is(WireType.Varint):
                    temporality = (uint)cursor.Varint();
                    break;
                case 3 when cursor.Is(WireType.Varint):
                    isMonotonic = cursor.Varint() != 0;
                    break;
                case 1 or > 3:
                    cursor.Skip();
                    break;
            }
        }
    }

    private void ReadPoint(TextRange message, int metric, MetricKind kind)
    {
        var (attributes, numbers, exemplars) = (Batch.Attributes.Count, Batch.Numbers.Count, Batch.Exemplars.Count);
        var point = new PointProtobuf(kind);
        var cursor = new ProtobufCursor(Batch.Text, message);
        while (cursor.Next())
        {
            if (!point.Take(ref cursor))
            {
                cursor.Skip();
            }
        }

        var attributeRun = ReadAttributes(message, point.AttributesField);
        var bucketsFit = point.WriteNumbers(Sink, message);
        ReadExemplars(message, point.ExemplarsField);
        var accepted = Sink.AcceptPoint(
            new PointRow
            {
                Metric = metric,
                Attributes = attributeRun,
                StartNano = unchecked((long)point.Start),
                TimeNano = unchecked((long)point.Time),
                Flags = point.Flags,
                Value = point.Value,
                Count = point.Count,
                Sum = point.Sum,
                Min = point.Min,
                Max = point.Max,
                Numbers = new RowRange(numbers, Batch.Numbers.Count - numbers),
                Exemplars = new RowRange(exemplars, Batch.Exemplars.Count - exemplars),
            },
            bucketsFit);
        if (!accepted)
        {
            Batch.Attributes.Ids.Truncate(attributes);
            Batch.Numbers.Truncate(numbers);
            Batch.Exemplars.Truncate(exemplars);
        }
    }

    private void ReadExemplars(TextRange message, int field)
    {
        if (field == 0)
        {
            return;
        }

        var kept = 0;
        var cursor = new ProtobufCursor(Batch.Text, message);
        while (cursor.Next())
        {
            if (cursor.Field == field && cursor.Type == WireType.Bytes && kept++ < Sink.Limits.MaxChildren && Sink.HasRoom())
            {
                ReadExemplar(cursor.Bytes());
            }
            else
            {
                if (cursor.Field == field && cursor.Type == WireType.Bytes)
                {
                    Sink.CutCount();
                }

                cursor.Skip();
            }
        }
    }

    private void ReadExemplar(TextRange message)
    {
        ulong time = 0;
        double value = 0;
        TextRange spanId = default, traceId = default;
        var cursor = new ProtobufCursor(Batch.Text, message);
        while (cursor.Next())
        {
            switch (cursor.Field)
            {
                case 2 when cursor.Is(WireType.Fixed64):
                    time = cursor.Fixed64();
                    break;
                case 3 when cursor.Is(WireType.Fixed64):
                    value = cursor.Double();
                    break;
                case 6 when cursor.Is(WireType.Fixed64):
                    value = unchecked((long)cursor.Fixed64());
                    break;
                case 4 when cursor.Is(WireType.Bytes):
                    spanId = cursor.Bytes();
                    break;
                case 5 when cursor.Is(WireType.Bytes):
                    traceId = cursor.Bytes();
                    break;
                case 1 or > 6:
                    cursor.Skip();
                    break;
            }
        }

        var attributes = ReadAttributes(message, field: 7);
        Batch.Exemplars.Add(new ExemplarRow((long)Math.Min(time, long.MaxValue), value, Sink.ToTraceId(traceId), Sink.ToSpanId(spanId), attributes));
    }
}
