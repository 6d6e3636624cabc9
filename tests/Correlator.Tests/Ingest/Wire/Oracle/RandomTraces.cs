using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Trace.V1;

namespace Correlator.Tests.Ingest.Wire.Oracle;

internal static class RandomTraces
{
    public static ExportTraceServiceRequest Next(Random random, int size)
    {
        var request = new ExportTraceServiceRequest();
        for (var resources = random.Next(Math.Min(size, 2) + 1); resources > 0; resources--)
        {
            var resource = new ResourceSpans { SchemaUrl = random.Text(), Resource = random.Once(5) ? null : random.Resource(size) };
            resource.ScopeSpans.Add(Enumerable.Range(0, random.Next(3)).Select(_ => Scope(random, size)).ToArray());
            request.ResourceSpans.Add(resource);
        }

        return request;
    }

    private static ScopeSpans Scope(Random random, int size) => new()
    {
        SchemaUrl = random.Text(),
        Scope = random.Once(5) ? null : random.Scope(size),
        Spans = { Enumerable.Range(0, random.Next(Math.Min(size, 4) + 1)).Select(_ => Span(random, size)).ToArray() },
    };

    private static Span Span(Random random, int size) => new()
    {
        TraceId = random.Id(16),
        SpanId = random.Id(8),
        ParentSpanId = random.Once(3) ? Google.Protobuf.ByteString.Empty : random.Id(8),
        TraceState = random.Once(2) ? "" : random.Text(),
        Flags = random.Count(),
        Name = random.Text(),
        Kind = (Span.Types.SpanKind)random.Next(-1, 8),
        StartTimeUnixNano = random.Time(),
        EndTimeUnixNano = random.Time(),
        Attributes = { random.Attributes(size) },
        DroppedAttributesCount = random.Count(),
        Events = { Enumerable.Range(0, random.Next(3)).Select(_ => Event(random, size)).ToArray() },
        DroppedEventsCount = random.Count(),
        Links = { Enumerable.Range(0, random.Next(3)).Select(_ => Link(random, size)).ToArray() },
        DroppedLinksCount = random.Count(),
        Status = random.Once(2) ? null : new Status { Code = (Status.Types.StatusCode)random.Next(0, 4), Message = random.Text() },
    };

    private static Span.Types.Event Event(Random random, int size) =>
        new() { TimeUnixNano = random.Time(), Name = random.Text(), Attributes = { random.Attributes(size) }, DroppedAttributesCount = random.Count() };

    private static Span.Types.Link Link(Random random, int size) => new()
    {
        TraceId = random.Id(16),
        SpanId = random.Id(8),
        TraceState = random.Text(),
        Attributes = { random.Attributes(size) },
        DroppedAttributesCount = random.Count(),
        Flags = random.Count(),
    };
}
