using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;
using Correlator.Telemetry.Read;

namespace Correlator.IntegrationTests.Faults;

/// <summary>The spans and log records that a database's blocks hold, read through the block decoders.</summary>
internal sealed record RawShop(IReadOnlyList<Span> Spans, IReadOnlyList<LogRecord> Logs)
{
    public static async Task<RawShop> ReadAsync(string database)
    {
        TraceId[] traces = [.. (await StoredTelemetry.QueryAsync<Guid>(database, "SELECT DISTINCT trace_id FROM trace_block")).Select(TraceId.FromGuid)];
        return new RawShop(await StoredTelemetry.SpansAsync(database, traces), await StoredTelemetry.LogsAsync(database, traces));
    }

    public static string Function(Span span) => Text(span.Resource.Attributes, "service.name");

    public static string Instance(Span span) => Text(span.Resource.Attributes, "service.instance.id");

    public static string Destination(Span span) => Text(span.Attributes, "messaging.destination.name");

    public static string MessageId(Span span) => Text(span.Attributes, "messaging.message.id");

    public static string CorrelationId(Span span) => Text(span.Attributes, "correlation.id");

    public static DateTime Minute(Span span)
    {
        var start = DateTime.UnixEpoch.AddTicks(span.StartNano / 100);
        return start.AddTicks(-(start.Ticks % TimeSpan.TicksPerMinute));
    }

    private static string Text(IReadOnlyList<AttributeValue> attributes, string key) =>
        attributes.FirstOrDefault(attribute => attribute.Key == key)?.ToString() ?? "";
}
