using OpenTelemetry.Proto.Logs.V1;

namespace Correlator.Tests.Ingest.Wire.Oracle;

internal static class LogContent
{
    /// <summary>Null for a record that is to be refused.</summary>
    public static string? Of(LogRecord log, string envelope)
    {
        if (log.TimeUnixNano > long.MaxValue || log.ObservedTimeUnixNano > long.MaxValue)
        {
            return null;
        }

        var time = log.TimeUnixNano != 0 ? log.TimeUnixNano : log.ObservedTimeUnixNano != 0 ? log.ObservedTimeUnixNano : (ulong)Request.ReceivedNano;
        return Canonical.Record(
            ("from", envelope),
            ("trace", Canonical.Id(log.TraceId.Span, 16)),
            ("span", Canonical.Id(log.SpanId.Span, 8)),
            ("time", time),
            ("observed", log.ObservedTimeUnixNano),
            ("severity", (int)log.SeverityNumber is >= 1 and <= 24 ? (int)log.SeverityNumber : Level(log.SeverityText)),
            ("level", Canonical.Text(log.SeverityText)),
            ("event", Canonical.Text(log.EventName)),
            ("body", MessageContent.Value(log.Body)),
            ("flags", log.Flags),
            ("attributes", MessageContent.Attributes(log.Attributes)));
    }

    private static int Level(string text) => text switch { "INFO" => 9, "warning" => 13, "Error" => 17, "CRITICAL" => 21, _ => 0 };
}
