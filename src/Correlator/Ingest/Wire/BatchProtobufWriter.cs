using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>Writes a batch as the request that reads as this batch: what was cut off, refused or replaced in the one that came is not in it any more.</summary>
internal sealed class BatchProtobufWriter(TelemetryBatch batch, ProtobufBuffer to)
{
    private readonly AttributeProtobufWriter _attributes = new(batch, to);
    private readonly PointProtobufWriter _points = new(batch, to);
    private int _scope;
    private int _record;

    public static byte[] Write(TelemetryBatch batch)
    {
        using var buffer = new ProtobufBuffer(batch.BodyLength);
        new BatchProtobufWriter(batch, buffer).Request();
        return buffer.Written.ToArray();
    }

    private void Request()
    {
        for (var index = 0; index < batch.Resources.Count; index++)
        {
            var request = to.Begin(1);
            var resource = to.Begin(1);
            _attributes.All(1, batch.Resources[index].Attributes);
            to.End(resource);
            for (; _scope < batch.Scopes.Count && batch.Scopes[_scope].Resource == index; _scope++)
            {
                Scope(batch.Scopes[_scope]);
            }

            _attributes.Text(3, batch.Resources[index].SchemaUrl);
            to.End(request);
        }
    }

    /// <summary>A scope's records follow each other in their table.</summary>
    private void Scope(in ScopeRow row)
    {
        var outer = to.Begin(2);
        var scope = to.Begin(1);
        _attributes.Text(1, row.Name);
        _attributes.Text(2, row.Version);
        _attributes.All(3, row.Attributes);
        to.End(scope);
        switch (batch.Signal)
        {
            case Signal.Traces:
                for (; _record < batch.Spans.Count && batch.Spans[_record].Scope == _scope; _record++)
                {
                    Span(batch.Spans[_record]);
                }

                break;
            case Signal.Logs:
                for (; _record < batch.Logs.Count && batch.Logs[_record].Scope == _scope; _record++)
                {
                    Log(batch.Logs[_record]);
                }

                break;
            default:
                for (; _record < batch.Metrics.Count && batch.Metrics[_record].Scope == _scope; _record++)
                {
                    _points.Metric(_record);
                }

                break;
        }

        to.End(outer);
    }

    private void Span(in SpanRow span)
    {
        var start = to.Begin(2);
        _attributes.Id(1, span.TraceId);
        _attributes.Id(2, span.SpanId);
        _attributes.Text(3, span.TraceState);
        _attributes.Id(4, span.ParentSpanId);
        _attributes.Text(5, span.Name);
        to.Varint(6, (ulong)span.Kind);
        to.Fixed64(7, (ulong)span.StartNano);
        to.Fixed64(8, (ulong)span.EndNano);
        _attributes.All(9, span.Attributes);
        to.Varint(10, span.Dropped);
        foreach (ref readonly var spanEvent in batch.Events.Slice(span.Events))
        {
            var inner = to.Begin(11);
            to.Fixed64(1, (ulong)spanEvent.TimeNano);
            _attributes.Text(2, spanEvent.Name);
            _attributes.All(3, spanEvent.Attributes);
            to.End(inner);
        }

        foreach (ref readonly var link in batch.Links.Slice(span.Links))
        {
            var inner = to.Begin(13);
            _attributes.Id(1, link.TraceId);
            _attributes.Id(2, link.SpanId);
            _attributes.Text(3, link.TraceState);
            _attributes.All(4, link.Attributes);
            to.Fixed32(6, link.Flags);
            to.End(inner);
        }

        var status = to.Begin(15);
        _attributes.Text(2, span.StatusMessage);
        to.Varint(3, (ulong)span.Status);
        to.End(status);
        to.Fixed32(16, span.Flags);
        to.End(start);
    }

    private void Log(in LogRow log)
    {
        var start = to.Begin(2);
        to.Fixed64(1, (ulong)log.TimeNano);
        to.Varint(2, log.Severity);
        _attributes.Text(3, log.SeverityText);
        _attributes.Value(5, log.Body);
        _attributes.All(6, log.Attributes);
        to.Fixed32(8, log.Flags);
        _attributes.Id(9, log.TraceId);
        _attributes.Id(10, log.SpanId);
        to.Fixed64(11, (ulong)log.ObservedNano);
        _attributes.Text(12, log.EventName);
        to.End(start);
    }
}
