using Correlator.Telemetry.Batches;

namespace Correlator.Tests.Ingest.Wire.Oracle;

/// <summary>What a batch's records say, in the words of <see cref="MessageContent"/>.</summary>
internal sealed class BatchContent(TelemetryBatch batch)
{
    public List<string> Records()
    {
        var records = new List<string>();
        foreach (var span in batch.Spans.Rows)
        {
            records.Add(Span(span));
        }

        foreach (var log in batch.Logs.Rows)
        {
            records.Add(Log(log));
        }

        foreach (var point in batch.Points.Rows)
        {
            records.Add(Point(point));
        }

        return records;
    }

    public string Attributes(RowRange range)
    {
        var texts = new List<string>();
        foreach (var attribute in batch.Attributes.Slice(range))
        {
            texts.Add($"{batch.String(batch.Keys[attribute.Key].Text)}={Value(attribute)}");
        }

        return Canonical.List(texts);
    }

    private string Value(in AttributeRow value) => value.Kind switch
    {
        AttributeKind.String => $"string {batch.String(value.Text)}",
        AttributeKind.Bool => $"bool {value.Bool}",
        AttributeKind.Int => $"int {value.Bits}",
        AttributeKind.Double => $"double {Canonical.Real(value.Double)}",
        AttributeKind.Bytes => $"bytes {Convert.ToHexString(batch.Utf8(value.Text))}",
        AttributeKind.Json => $"json {batch.String(value.Text)}",
        _ => "empty",
    };

    private string Envelope(int resourceIndex, int scopeIndex)
    {
        var (resource, scope) = (batch.Resources[resourceIndex], batch.Scopes[scopeIndex]);
        scope.Resource.ShouldBe(resourceIndex);
        return $"{Attributes(resource.Attributes)} {batch.String(resource.SchemaUrl)} / "
            + $"{batch.String(scope.Name)} {batch.String(scope.Version)} {Attributes(scope.Attributes)}";
    }

    private string Span(in SpanRow span) => Canonical.Record(
        ("from", Envelope(span.Resource, span.Scope)),
        ("trace", span.TraceId),
        ("span", span.SpanId),
        ("parent", span.ParentSpanId),
        ("name", batch.String(span.Name)),
        ("state", batch.String(span.TraceState)),
        ("kind", (int)span.Kind),
        ("status", (int)span.Status),
        ("message", batch.String(span.StatusMessage)),
        ("flags", span.Flags),
        ("start", span.StartNano),
        ("end", span.EndNano),
        ("attributes", Attributes(span.Attributes)),
        ("events", Canonical.List(batch.Events.Slice(span.Events).ToArray().Select(Event))),
        ("links", Canonical.List(batch.Links.Slice(span.Links).ToArray().Select(Link))),
        ("dropped", span.Dropped));

    private string Event(EventRow happened) => $"{happened.TimeNano} {batch.String(happened.Name)} {Attributes(happened.Attributes)}";

    private string Link(LinkRow link) =>
        $"{link.TraceId} {link.SpanId} {batch.String(link.TraceState)} {link.Flags} {Attributes(link.Attributes)}";

    private string Log(in LogRow log) => Canonical.Record(
        ("from", Envelope(log.Resource, log.Scope)),
        ("trace", log.TraceId),
        ("span", log.SpanId),
        ("time", log.TimeNano),
        ("observed", log.ObservedNano),
        ("severity", log.Severity),
        ("level", batch.String(log.SeverityText)),
        ("event", batch.String(log.EventName)),
        ("body", Value(log.Body)),
        ("flags", log.Flags),
        ("attributes", Attributes(log.Attributes)));

    private string Point(in PointRow point)
    {
        var metric = batch.Metrics[point.Metric];
        var head = $"{batch.String(metric.Name)} {batch.String(metric.Unit)} {batch.String(metric.Description)} "
            + $"{metric.Kind} {(int)metric.Temporality} {metric.IsMonotonic}";
        var exemplars = batch.Exemplars.Slice(point.Exemplars).ToArray();
        return MetricContent.Point(
            Envelope(metric.Resource, metric.Scope), head, (ulong)point.StartNano, (ulong)point.TimeNano, point.Flags, point.Value, point.Count,
            (point.Sum, point.Min, point.Max), batch.Numbers.Slice(point.Numbers).ToArray(), Attributes(point.Attributes),
            Canonical.List(exemplars.Select(Exemplar)));
    }

    private string Exemplar(ExemplarRow exemplar) =>
        $"{exemplar.TimeNano} {Canonical.Number(exemplar.Value)} {exemplar.TraceId} {exemplar.SpanId} {Attributes(exemplar.Attributes)}";
}
