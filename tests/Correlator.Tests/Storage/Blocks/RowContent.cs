using Correlator.Storage.Blocks;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Read;
using Correlator.Tests.Ingest.Wire.Oracle;

namespace Correlator.Tests.Storage.Blocks;

/// <summary>What is to come back of a batch's rows, and what came, in the same words.</summary>
internal static class RowContent
{
    public static string Of(BlockSource source, in SpanRow span)
    {
        var batch = source.Batch;
        return Span(
            Resource(batch, span.Resource, span.Scope), source.FunctionByResource[span.Resource],
            (span.TraceId, span.SpanId, span.ParentSpanId), batch.String(span.Name),
            (span.Kind, span.Status, span.Flags, span.Dropped), batch.String(span.StatusMessage), batch.String(span.TraceState), span.StartNano, span.EndNano,
            Attributes(batch, span.Attributes),
            Canonical.List(batch.Events.Slice(span.Events).ToArray().Select(row =>
                $"{row.TimeNano} {batch.String(row.Name)} {Attributes(batch, row.Attributes)}")),
            Canonical.List(batch.Links.Slice(span.Links).ToArray().Select(row =>
                $"{row.TraceId} {row.SpanId} {row.Flags} {batch.String(row.TraceState)} {Attributes(batch, row.Attributes)}")));
    }

    public static string Of(Span span) => Span(
        Resource(span.Resource), span.FunctionId, (span.TraceId, span.SpanId, span.ParentSpanId), span.Name,
        (span.Kind, span.Status, span.Flags, span.Dropped), span.StatusMessage, span.TraceState, span.StartNano, span.EndNano,
        Attributes(span.Attributes),
        Canonical.List(span.Events.Select(read => $"{read.TimeNano} {read.Name} {Attributes(read.Attributes)}")),
        Canonical.List(span.Links.Select(read => $"{read.TraceId} {read.SpanId} {read.Flags} {read.TraceState} {Attributes(read.Attributes)}")));

    public static string Of(BlockSource source, in LogRow log)
    {
        var batch = source.Batch;
        return Log(
            Resource(batch, log.Resource, log.Scope), source.FunctionByResource[log.Resource], (log.TraceId, log.SpanId),
            log.TimeNano, log.ObservedNano, log.Flags, log.Severity,
            batch.String(log.SeverityText), batch.String(log.EventName), Value(batch, log.Body).ToString(), Attributes(batch, log.Attributes));
    }

    public static string Of(LogRecord log) => Log(
        Resource(log.Resource), log.FunctionId, (log.TraceId, log.SpanId),
        log.TimeNano, log.ObservedNano, log.Flags, log.Severity,
        log.SeverityText, log.EventName, log.Body, Attributes(log.Attributes));

    public static AttributeValue Value(TelemetryBatch batch, in AttributeRow row) => new(Key(batch, row), row.Kind, row.Kind switch
    {
        AttributeKind.String or AttributeKind.Json => batch.String(row.Text),
        AttributeKind.Bytes => batch.Utf8(row.Text).ToArray(),
        AttributeKind.Bool => row.Bool,
        AttributeKind.Int => row.Bits,
        AttributeKind.Double => row.Double,
        _ => null,
    });

    private static string Key(TelemetryBatch batch, in AttributeRow row) => row.Key < 0 ? "" : batch.String(batch.Keys[row.Key].Text);

    private static string Span(
        string resource,
        int function,
        object ids,
        string name,
        object marks,
        string message,
        string state,
        long start,
        long end,
        string attributes,
        string events,
        string links) =>
        Canonical.Record(
            ("resource", resource),
            ("function", function),
            ("ids", ids),
            ("name", name),
            ("kind, status, flags, dropped", marks),
            ("message", message),
            ("state", state),
            ("start", start),
            ("end", end),
            ("attributes", attributes),
            ("events", events),
            ("links", links));

    private static string Log(
        string resource,
        int function,
        object ids,
        long time,
        long observed,
        uint flags,
        byte severity,
        string level,
        string eventName,
        string body,
        string attributes) =>
        Canonical.Record(
            ("resource", resource),
            ("function", function),
            ("ids", ids),
            ("time", time),
            ("observed", observed),
            ("flags", flags),
            ("severity", severity),
            ("level", level),
            ("event", eventName),
            ("body", body),
            ("attributes", attributes));

    private static string Resource(TelemetryBatch batch, int resourceIndex, int scopeIndex)
    {
        var (resource, scope) = (batch.Resources[resourceIndex], batch.Scopes[scopeIndex]);
        return $"{Attributes(batch, resource.Attributes)} {batch.String(resource.SchemaUrl)} "
            + $"{batch.String(scope.Name)} {batch.String(scope.Version)} {Attributes(batch, scope.Attributes)}";
    }

    private static string Resource(Resource resource) =>
        $"{Attributes(resource.Attributes)} {resource.SchemaUrl} {resource.ScopeName} {resource.ScopeVersion} {Attributes(resource.ScopeAttributes)}";

    private static string Attributes(TelemetryBatch batch, RowRange range) =>
        Attributes(batch.Attributes.Slice(range).ToArray().Select(row => Value(batch, row)));

    private static string Attributes(IEnumerable<AttributeValue> attributes) => Canonical.List(attributes.Select(value => $"{value.Key}={value.Kind} {value}"));
}
