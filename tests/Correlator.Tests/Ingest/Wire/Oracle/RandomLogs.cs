using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Logs.V1;

namespace Correlator.Tests.Ingest.Wire.Oracle;

internal static class RandomLogs
{
    private static readonly string[] Levels = ["", "INFO", "warning", "Error", "CRITICAL", "nonsense", "a level with a very long name"];

    public static ExportLogsServiceRequest Next(Random random, int size)
    {
        var request = new ExportLogsServiceRequest();
        for (var resources = random.Next(Math.Min(size, 2) + 1); resources > 0; resources--)
        {
            var resource = new ResourceLogs { SchemaUrl = random.Text(), Resource = random.Once(5) ? null : random.Resource(size) };
            resource.ScopeLogs.Add(Enumerable.Range(0, random.Next(3)).Select(_ => Scope(random, size)).ToArray());
            request.ResourceLogs.Add(resource);
        }

        return request;
    }

    private static ScopeLogs Scope(Random random, int size) => new()
    {
        SchemaUrl = random.Text(),
        Scope = random.Once(5) ? null : random.Scope(size),
        LogRecords = { Enumerable.Range(0, random.Next(Math.Min(size, 4) + 1)).Select(_ => Record(random, size)).ToArray() },
    };

    private static LogRecord Record(Random random, int size) => new()
    {
        TimeUnixNano = random.Time(),
        ObservedTimeUnixNano = random.Time(),
        SeverityNumber = (SeverityNumber)random.Next(-1, 27),
        SeverityText = random.Pick(Levels),
        Body = random.Once(5) ? null : random.Value(4),
        Attributes = { random.Attributes(size) },
        DroppedAttributesCount = random.Count(),
        Flags = random.Count(),
        TraceId = random.Once(3) ? Google.Protobuf.ByteString.Empty : random.Id(16),
        SpanId = random.Once(3) ? Google.Protobuf.ByteString.Empty : random.Id(8),
        EventName = random.Once(2) ? "" : random.Text(),
    };
}
