using System.Buffers.Text;
using System.Text.Json;

namespace Correlator.Telemetry.Facts;

/// <summary>What a Lambda platform line tells of one invocation: how it ended when it was killed, and its init time when it started cold.</summary>
/// <remarks>CloudWatch separates fields by tabs, the telemetry receiver by spaces, and JSON logging writes an event: fields are found by their labels.</remarks>
internal readonly record struct PlatformReport
{
    /// <summary>Null when nothing is said of a bad end.</summary>
    public InvocationOutcome? Killed { get; private init; }

    /// <summary>0 when it was not a cold start.</summary>
    public long InitNano { get; private init; }

    /// <summary>0 when unknown.</summary>
    public long DurationNano { get; private init; }

    public ReadOnlyMemory<byte> RequestId { get; private init; }

    public static PlatformReport OfText(ReadOnlySpan<byte> line)
    {
        var isReport = line.StartsWith("REPORT RequestId:"u8);
        return new PlatformReport
        {
            Killed = line.IndexOf("Task timed out after "u8) >= 0 || (isReport && line.IndexOf("Status: timeout"u8) >= 0) ? InvocationOutcome.Timeout
                : line.IndexOf("Runtime.OutOfMemory"u8) >= 0 || line.IndexOf("signal: killed"u8) >= 0 ? InvocationOutcome.OutOfMemory
                : null,
            InitNano = isReport ? Milliseconds(line, "Init Duration: "u8) : 0,
            DurationNano = isReport ? Milliseconds(line, "Duration: "u8) : 0,
            RequestId = RequestIdOf(line),
        };
    }

    /// <summary>A <c>platform.report</c> or <c>platform.runtimeDone</c> event; default for any other JSON.</summary>
    public static PlatformReport OfJson(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\"platform.report\""u8) < 0 && json.IndexOf("\"platform.runtimeDone\""u8) < 0)
        {
            return default;
        }

        ReadOnlyMemory<byte> requestId = default;
        bool timeout = false, memory = false;
        double init = 0, duration = 0;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 16 });
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            var name = reader.ValueSpan;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && name.SequenceEqual("requestId"u8))
            {
                requestId = JsonText.Unescape(ref reader);
            }
            else if (reader.TokenType == JsonTokenType.String && name.SequenceEqual("status"u8))
            {
                timeout |= reader.ValueTextEquals("timeout"u8);
            }
            else if (reader.TokenType == JsonTokenType.String && name.SequenceEqual("errorType"u8))
            {
                memory |= reader.ValueTextEquals("Runtime.OutOfMemory"u8);
            }
            else if (reader.TokenType == JsonTokenType.Number && name.SequenceEqual("initDurationMs"u8))
            {
                reader.TryGetDouble(out init);
            }
            else if (reader.TokenType == JsonTokenType.Number && name.SequenceEqual("durationMs"u8))
            {
                reader.TryGetDouble(out duration);
            }
        }

        return new PlatformReport
        {
            Killed = timeout ? InvocationOutcome.Timeout : memory ? InvocationOutcome.OutOfMemory : null,
            InitNano = Nanos(init),
            DurationNano = Nanos(duration),
            RequestId = requestId,
        };
    }

    private static long Milliseconds(ReadOnlySpan<byte> line, ReadOnlySpan<byte> label)
    {
        var at = line.IndexOf(label);
        return at >= 0 && Utf8Parser.TryParse(line[(at + label.Length)..], out double value, out _) ? Nanos(value) : 0;
    }

    private static ReadOnlyMemory<byte> RequestIdOf(ReadOnlySpan<byte> line)
    {
        var at = line.IndexOf("RequestId: "u8);
        if (at < 0)
        {
            return default;
        }

        line = line[(at + "RequestId: "u8.Length)..];
        var end = line.IndexOfAny((byte)'\t', (byte)' ', (byte)'\n');
        return line[..(end < 0 ? line.Length : end)].ToArray();
    }

    /// <summary>A day is more than any invocation or init can take.</summary>
    private static long Nanos(double milliseconds) => milliseconds is > 0 and < 86_400_000 ? (long)(milliseconds * 1_000_000) : 0;
}
