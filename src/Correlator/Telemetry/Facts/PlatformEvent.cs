using System.Text.Json;
using Correlator.Telemetry.Conventions;

namespace Correlator.Telemetry.Facts;

/// <summary>
/// An event of the Lambda Telemetry API, <c>{time, type, record: {requestId, status, metrics: {...}, tracing: {...}, spans:
/// [...]}}</c>, as far as it tells of a start or an end.
/// </summary>
internal ref struct PlatformEvent
{
    /// <summary>How deep the members of metrics and tracing lie; those of spans lie deeper and have names in common with them.</summary>
    private const int MetricsDepth = 3;

    public PlatformEventType Type { get; private set; }

    public ReadOnlyMemory<byte> RequestId { get; private set; }

    public ReadOnlySpan<byte> Status { get; private set; }

    public ReadOnlySpan<byte> ErrorType { get; private set; }

    public ReadOnlySpan<byte> InitializationType { get; private set; }

    public ReadOnlySpan<byte> Phase { get; private set; }

    public TraceId TraceId { get; private set; }

    public double DurationMs { get; private set; }

    public double BilledDurationMs { get; private set; }

    public double InitDurationMs { get; private set; }

    public double MemorySizeMegabytes { get; private set; }

    public double MaxMemoryUsedMegabytes { get; private set; }

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static PlatformEvent Read(ReadOnlySpan<byte> json)
    {
        var told = default(PlatformEvent);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 16 });
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth > MetricsDepth)
            {
                continue;
            }

            var name = reader.ValueSpan;
            var depth = reader.CurrentDepth;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                told.TakeText(name, depth, ref reader);
            }
            else if (reader.TokenType == JsonTokenType.Number && depth == MetricsDepth && reader.TryGetDouble(out var number))
            {
                told.TakeNumber(name, number);
            }
        }

        return told;
    }

    private static PlatformEventType TypeOf(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("platform.report"u8) ? PlatformEventType.Report
        : type.SequenceEqual("platform.runtimeDone"u8) ? PlatformEventType.RuntimeDone
        : type.SequenceEqual("platform.start"u8) ? PlatformEventType.Start
        : type.SequenceEqual("platform.initReport"u8) ? PlatformEventType.InitReport
        : PlatformEventType.Other;

    private void TakeText(ReadOnlySpan<byte> name, int depth, ref Utf8JsonReader reader)
    {
        switch (depth)
        {
            case 1 when name.SequenceEqual("type"u8):
                Type = TypeOf(reader.ValueSpan);
                break;
            case 2 when name.SequenceEqual("requestId"u8):
                RequestId = JsonText.Unescape(ref reader);
                break;
            case 2 when name.SequenceEqual("status"u8):
                Status = reader.ValueSpan;
                break;
            case 2 when name.SequenceEqual("errorType"u8):
                ErrorType = reader.ValueSpan;
                break;
            case 2 when name.SequenceEqual("initializationType"u8):
                InitializationType = reader.ValueSpan;
                break;
            case 2 when name.SequenceEqual("phase"u8):
                Phase = reader.ValueSpan;
                break;
            case MetricsDepth when name.SequenceEqual("value"u8) && TraceReferences.TryParse(reader.ValueSpan, out var id):
                TraceId = id;
                break;
        }
    }

    private void TakeNumber(ReadOnlySpan<byte> name, double number)
    {
        if (name.SequenceEqual("durationMs"u8))
        {
            DurationMs = number;
        }
        else if (name.SequenceEqual("billedDurationMs"u8))
        {
            BilledDurationMs = number;
        }
        else if (name.SequenceEqual("initDurationMs"u8))
        {
            InitDurationMs = number;
        }
        else if (name.SequenceEqual("memorySizeMB"u8))
        {
            MemorySizeMegabytes = number;
        }
        else if (name.SequenceEqual("maxMemoryUsedMB"u8))
        {
            MaxMemoryUsedMegabytes = number;
        }
    }
}
