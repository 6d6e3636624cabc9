using OpenTelemetry.Proto.Trace.V1;

namespace Correlator.Tests.Ingest.Wire.Oracle;

internal static class TraceContent
{
    /// <summary>Null for a span that is to be refused.</summary>
    public static string? Of(Span span, string envelope)
    {
        if (span.TraceId.Length != 16 || span.TraceId.All(part => part == 0) || span.SpanId.Length != 8 || span.SpanId.All(part => part == 0)
            || span.StartTimeUnixNano > long.MaxValue || span.EndTimeUnixNano > long.MaxValue)
        {
            return null;
        }

        var dropped = (ulong)span.DroppedAttributesCount + span.DroppedEventsCount + span.DroppedLinksCount;
        return Canonical.Record(
            ("from", envelope),
            ("trace", Canonical.Id(span.TraceId.Span, 16)),
            ("span", Canonical.Id(span.SpanId.Span, 8)),
            ("parent", Canonical.Id(span.ParentSpanId.Span, 8)),
            ("name", Canonical.Text(span.Name)),
            ("state", Canonical.Text(span.TraceState)),
            ("kind", (int)span.Kind is >= 0 and <= 5 ? (int)span.Kind : 0),
            ("status", (int)(span.Status?.Code ?? 0) is var code and >= 0 and <= 2 ? code : 0),
            ("message", Canonical.Text(span.Status?.Message ?? "")),
            ("flags", span.Flags),
            ("start", span.StartTimeUnixNano),
            ("end", Math.Max(span.StartTimeUnixNano, span.EndTimeUnixNano)),
            ("attributes", MessageContent.Attributes(span.Attributes)),
            ("events", Canonical.List(span.Events.Select(Event))),
            ("links", Canonical.List(span.Links.Select(Link))),
            ("dropped", Math.Min(dropped, uint.MaxValue)));
    }

    private static string Event(Span.Types.Event happened) =>
        $"{Math.Min(happened.TimeUnixNano, long.MaxValue)} {Canonical.Text(happened.Name)} {MessageContent.Attributes(happened.Attributes)}";

    private static string Link(Span.Types.Link link) =>
        $"{Canonical.Id(link.TraceId.Span, 16)} {Canonical.Id(link.SpanId.Span, 8)} {Canonical.Text(link.TraceState)} "
        + $"{link.Flags} {MessageContent.Attributes(link.Attributes)}";
}
