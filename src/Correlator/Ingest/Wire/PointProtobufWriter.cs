using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>Metric with its data points; what <see cref="MetricProtobufReader"/> and <see cref="PointProtobuf"/> read.</summary>
internal sealed class PointProtobufWriter(TelemetryBatch batch, ProtobufBuffer to)
{
    private readonly AttributeProtobufWriter _attributes = new(batch, to);
    private int _point;

    /// <summary>A metric's points follow each other in their table, and metrics come in order.</summary>
    public void Metric(int index)
    {
        var metric = batch.Metrics[index];
        var outer = to.Begin(2);
        _attributes.Text(1, metric.Name);
        _attributes.Text(2, metric.Description);
        _attributes.Text(3, metric.Unit);
        var data = to.Begin(DataField(metric.Kind));
        for (; _point < batch.Points.Count && batch.Points[_point].Metric == index; _point++)
        {
            var start = to.Begin(1);
            Point(batch.Points[_point], metric.Kind, new PointProtobuf(metric.Kind));
            to.End(start);
        }

        to.Varint(2, (ulong)metric.Temporality);
        to.Varint(3, metric.IsMonotonic ? 1u : 0u);
        to.End(data);
        to.End(outer);
    }

    private void Point(in PointRow point, MetricKind kind, in PointProtobuf fields)
    {
        to.Fixed64(2, (ulong)point.StartNano);
        to.Fixed64(3, (ulong)point.TimeNano);
        _attributes.All(fields.AttributesField, point.Attributes);
        to.Varint(kind is MetricKind.Histogram or MetricKind.ExponentialHistogram ? 10 : 8, point.Flags);
        if (kind is MetricKind.Gauge or MetricKind.Sum)
        {
            Real(4, point.Value);
        }
        else
        {
            to.Fixed64(4, point.Count);
            if (kind == MetricKind.Summary || !double.IsNaN(point.Sum))
            {
                // A summary's sum is always there, NaN or not.
                Real(5, point.Sum);
            }
        }

        Distribution(point, kind);
        foreach (ref readonly var exemplar in batch.Exemplars.Slice(point.Exemplars))
        {
            var start = to.Begin(fields.ExemplarsField);
            to.Fixed64(2, (ulong)exemplar.TimeNano);
            Real(3, exemplar.Value);
            _attributes.Id(4, exemplar.SpanId);
            _attributes.Id(5, exemplar.TraceId);
            _attributes.All(7, exemplar.Attributes);
            to.End(start);
        }
    }

    /// <summary>In the order that <see cref="PointRow"/> defines.</summary>
    private void Distribution(in PointRow point, MetricKind kind)
    {
        var numbers = batch.Numbers.Slice(point.Numbers);
        switch (kind)
        {
            case MetricKind.Histogram:
                RealIfThere(11, point.Min);
                RealIfThere(12, point.Max);
                Reals(7, numbers[..(numbers.Length / 2)]);
                foreach (var count in numbers[(numbers.Length / 2)..])
                {
                    to.Fixed64(6, (ulong)count);
                }

                break;
            case MetricKind.ExponentialHistogram:
                RealIfThere(12, point.Min);
                RealIfThere(13, point.Max);
                to.Varint(6, ZigZag(numbers[0]));
                to.Fixed64(7, (ulong)numbers[1]);
                Real(14, numbers[2]);
                Buckets(8, numbers[3], numbers.Slice(6, (int)numbers[5]));
                Buckets(9, numbers[4], numbers[(6 + (int)numbers[5])..]);
                break;
            case MetricKind.Summary:
                for (var at = 0; at < numbers.Length; at += 2)
                {
                    var start = to.Begin(6);
                    Real(1, numbers[at]);
                    Real(2, numbers[at + 1]);
                    to.End(start);
                }

                break;
        }
    }

    private void Buckets(int field, double offset, ReadOnlySpan<double> counts)
    {
        var start = to.Begin(field);
        to.Varint(1, ZigZag(offset));
        foreach (var count in counts)
        {
            to.Varint(2, (ulong)count);
        }

        to.End(start);
    }

    private void Reals(int field, ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            Real(field, value);
        }
    }

    private void Real(int field, double value) => to.Fixed64(field, BitConverter.DoubleToUInt64Bits(value));

    private void RealIfThere(int field, double value)
    {
        if (!double.IsNaN(value))
        {
            Real(field, value);
        }
    }

    private static ulong ZigZag(double value)
    {
        var number = (int)value;
        return unchecked((uint)((number << 1) ^ (number >> 31)));
    }

    private static int DataField(MetricKind kind) => kind switch
    {
        MetricKind.Gauge => 5,
        MetricKind.Sum => 7,
        MetricKind.Histogram => 9,
        MetricKind.ExponentialHistogram => 10,
        _ => 11,
    };
}
