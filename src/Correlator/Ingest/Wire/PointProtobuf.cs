using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>The fields of a data point while it is read. The five kinds number theirs differently; times are 2 and 3 in all of them.</summary>
internal struct PointProtobuf(MetricKind kind)
{
    private int _scale;
    private ulong _zeroCount;
    private double _zeroThreshold;

    public ulong Start { get; private set; }
    public ulong Time { get; private set; }
    public ulong Count { get; private set; }
    public uint Flags { get; private set; }
    public double Value { get; private set; }

    /// <summary>A summary's sum has no presence on the wire: left out, it is zero.</summary>
    public double Sum { get; private set; } = kind == MetricKind.Summary ? 0 : double.NaN;
    public double Min { get; private set; } = double.NaN;
    public double Max { get; private set; } = double.NaN;

    public readonly int AttributesField => kind switch { MetricKind.Histogram => 9, MetricKind.ExponentialHistogram => 1, _ => 7 };

    /// <summary>0: the kind has no exemplars.</summary>
    public readonly int ExemplarsField => kind switch { MetricKind.Histogram => 8, MetricKind.ExponentialHistogram => 11, MetricKind.Summary => 0, _ => 5 };

    private readonly bool IsNumber => kind is MetricKind.Gauge or MetricKind.Sum;

    /// <summary>Takes a scalar field; false leaves it to the caller to skip.</summary>
    public bool Take(ref ProtobufCursor cursor)
    {
        switch (cursor.Field, cursor.Type)
        {
            case (2, WireType.Fixed64):
                Start = cursor.Fixed64();
                return true;
            case (3, WireType.Fixed64):
                Time = cursor.Fixed64();
                return true;
            case (4, WireType.Fixed64) when IsNumber:
                Value = cursor.Double();
                return true;
            case (6, WireType.Fixed64) when IsNumber:
                Value = unchecked((long)cursor.Fixed64());
                return true;
            case (4, WireType.Fixed64):
                Count = cursor.Fixed64();
                return true;
            case (5, WireType.Fixed64) when !IsNumber:
                Sum = cursor.Double();
                return true;
            case (8, WireType.Varint) when IsNumber || kind == MetricKind.Summary:
            case (10, WireType.Varint) when kind is MetricKind.Histogram or MetricKind.ExponentialHistogram:
                Flags = (uint)cursor.Varint();
                return true;
            case (11, WireType.Fixed64) when kind == MetricKind.Histogram:
            case (12, WireType.Fixed64) when kind == MetricKind.ExponentialHistogram:
                Min = cursor.Double();
                return true;
            case (12, WireType.Fixed64) when kind == MetricKind.Histogram:
            case (13, WireType.Fixed64) when kind == MetricKind.ExponentialHistogram:
                Max = cursor.Double();
                return true;
            case (6, WireType.Varint) when kind == MetricKind.ExponentialHistogram:
                _scale = ZigZag(cursor.Varint());
                return true;
            case (7, WireType.Fixed64) when kind == MetricKind.ExponentialHistogram:
                _zeroCount = cursor.Fixed64();
                return true;
            case (14, WireType.Fixed64) when kind == MetricKind.ExponentialHistogram:
                _zeroThreshold = cursor.Double();
                return true;
            default:
                return false;
        }
    }

    /// <summary>Appends the distribution in the order that <see cref="PointRow"/> defines.</summary>
    /// <returns>False for a histogram whose buckets do not fit its bounds.</returns>
    public bool WriteNumbers(RecordSink sink, TextRange message)
    {
        switch (kind)
        {
            case MetricKind.Histogram:
                var bounds = AddRepeated(sink, message, field: 7, (ref ProtobufCursor cursor) => cursor.Double(), WireType.Fixed64);
                var counts = AddRepeated(sink, message, field: 6, (ref ProtobufCursor cursor) => cursor.Fixed64(), WireType.Fixed64);
                return counts == bounds + 1 || bounds + counts == 0;
            case MetricKind.Summary:
                AddQuantiles(sink, message);
                break;
            case MetricKind.ExponentialHistogram:
                AddExponential(sink, message);
                break;
        }

        return true;
    }

    private delegate double ReadNumber(ref ProtobufCursor cursor);

    private static int ZigZag(ulong value) => (int)(uint)(value >> 1) ^ -(int)(value & 1);

    /// <summary>A repeated number, packed or not (both are legal on the wire). Past the limit, which costs the point, nothing is added.</summary>
    private static int AddRepeated(RecordSink sink, TextRange message, int field, ReadNumber read, WireType single)
    {
        var batch = sink.Batch;
        var first = batch.Numbers.Count;
        var cursor = new ProtobufCursor(batch.Text, message);
        while (cursor.Next() && batch.Numbers.Count <= sink.Limits.MaxRows)
        {
            if (cursor.Field == field && cursor.Type == WireType.Bytes)
            {
                var packed = cursor.Bytes();
                var inner = new ProtobufCursor(batch.Text, packed);
                while (!inner.AtEnd && batch.Numbers.Count <= sink.Limits.MaxRows)
                {
                    batch.Numbers.Add(read(ref inner));
                }
            }
            else if (cursor.Field == field && cursor.Type == single)
            {
                batch.Numbers.Add(read(ref cursor));
            }
            else
            {
                cursor.Skip();
            }
        }

        return batch.Numbers.Count - first;
    }

    private void AddQuantiles(RecordSink sink, TextRange message)
    {
        var batch = sink.Batch;
        var cursor = new ProtobufCursor(batch.Text, message);
        while (cursor.Next() && batch.Numbers.Count <= sink.Limits.MaxRows)
        {
            if (cursor.Field != 6 || cursor.Type != WireType.Bytes)
            {
                cursor.Skip();
                continue;
            }

            double quantile = 0, value = 0;
            var inner = new ProtobufCursor(batch.Text, cursor.Bytes());
            while (inner.Next())
            {
                switch (inner.Field)
                {
                    case 1 when inner.Is(WireType.Fixed64):
                        quantile = inner.Double();
                        break;
                    case 2 when inner.Is(WireType.Fixed64):
                        value = inner.Double();
                        break;
                    case > 2:
                        inner.Skip();
                        break;
                }
            }

            batch.Numbers.Add(quantile);
            batch.Numbers.Add(value);

            // metrics.proto, SummaryDataPoint: the quantiles 0 and 1 are the least and the greatest value.
            Min = quantile == 0 ? value : Min;
            Max = quantile == 1 ? value : Max;
        }
    }

    private readonly void AddExponential(RecordSink sink, TextRange message)
    {
        var batch = sink.Batch;
        TextRange positive = default, negative = default;
        var cursor = new ProtobufCursor(batch.Text, message);
        while (cursor.Next())
        {
            switch (cursor.Field)
            {
                case 8 when cursor.Is(WireType.Bytes):
                    positive = cursor.Bytes();
                    break;
                case 9 when cursor.Is(WireType.Bytes):
                    negative = cursor.Bytes();
                    break;
                case not (8 or 9):
                    cursor.Skip();
                    break;
            }
        }

        batch.Numbers.Add(_scale);
        batch.Numbers.Add(_zeroCount);
        batch.Numbers.Add(_zeroThreshold);
        batch.Numbers.Add(BucketOffset(batch, positive));
        batch.Numbers.Add(BucketOffset(batch, negative));
        var length = batch.Numbers.Add(0);
        var buckets = AddRepeated(sink, positive, field: 2, (ref ProtobufCursor inner) => inner.Varint(), WireType.Varint);

        // Only now: adding may have moved the table.
        batch.Numbers[length] = buckets;
        AddRepeated(sink, negative, field: 2, (ref ProtobufCursor inner) => inner.Varint(), WireType.Varint);
    }

    private static int BucketOffset(TelemetryBatch batch, TextRange buckets)
    {
        var offset = 0;
        var cursor = new ProtobufCursor(batch.Text, buckets);
        while (cursor.Next())
        {
            if (cursor.Field == 1 && cursor.Type == WireType.Varint)
            {
                offset = ZigZag(cursor.Varint());
            }
            else
            {
                cursor.Skip();
            }
        }

        return offset;
    }
}
