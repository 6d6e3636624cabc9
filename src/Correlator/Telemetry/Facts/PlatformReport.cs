using System.Buffers.Text;
using System.Text;
using Correlator.Telemetry.Conventions;

namespace Correlator.Telemetry.Facts;

/// <summary>What a Lambda platform line or event tells of one invocation's start or end, or of an environment's init.</summary>
/// <remarks>
/// CloudWatch separates fields by tabs, the telemetry receiver by spaces, and JSON logging and the Telemetry
/// API write events: fields are found by their labels.
/// </remarks>
internal readonly record struct PlatformReport
{
    private const long Megabyte = 1 << 20;

    /// <summary>How the invocation ended, <see cref="InvocationOutcome.Unknown"/> when it only started; null when it is no word about an invocation.</summary>
    public InvocationOutcome? Outcome { get; private init; }

    /// <summary>The end of an on-demand init, and of no invocation.</summary>
    public bool IsInit { get; private init; }

    /// <summary>0 when it was not a cold start.</summary>
    public long InitNano { get; private init; }

    /// <summary>0 when unknown.</summary>
    public long DurationNano { get; private init; }

    /// <summary>0 when not told.</summary>
    public long BilledNano { get; private init; }

    /// <summary>The size that the function was given, in bytes; 0 when not told.</summary>
    public long MemoryBytes { get; private init; }

    /// <summary>0 when not told.</summary>
    public long MemoryUsedBytes { get; private init; }

    /// <summary>As in <c>Runtime.ExitError</c>; empty when not told.</summary>
    public string ErrorType { get; private init; }

    public ReadOnlyMemory<byte> RequestId { get; private init; }

    /// <summary>X-Ray's trace of the invocation; zero when not told.</summary>
    public TraceId TraceId { get; private init; }

    /// <summary>Nearly no line is the platform's: one look for what all of them hold, instead of one for each label.</summary>
    public static bool MayBe(ReadOnlySpan<byte> line) =>
        line.StartsWith("REPORT RequestId: "u8)
        || line.StartsWith("RequestId: "u8)
        || line.StartsWith("INIT_REPORT "u8)
        || line.IndexOf("Task timed out after "u8) >= 0;

    /// <summary>A line for which <see cref="MayBe"/> holds.</summary>
    public static PlatformReport OfText(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("REPORT RequestId: "u8))
        {
            var status = Word(line, "Status: "u8);
            var error = Word(line, "Error Type: "u8);
            var (size, used) = (Number(line, "Memory Size: "u8), Number(line, "Max Memory Used: "u8));
            return new PlatformReport
            {
                Outcome = OutcomeOf(status, error, size, used),
                InitNano = Nanos(Number(line, "Init Duration: "u8)),
                DurationNano = Nanos(Number(line, "Duration: "u8)),
                BilledNano = Nanos(Number(line, "Billed Duration: "u8)),
                MemoryBytes = Bytes(size),
                MemoryUsedBytes = Bytes(used),
                ErrorType = Encoding.UTF8.GetString(error),
                RequestId = Word(line, "RequestId: "u8).ToArray(),
                TraceId = TraceReferences.TryParse(Word(line, "XRAY TraceId: "u8), out var trace) ? trace : default,
            };
        }

        if (line.StartsWith("INIT_REPORT "u8))
        {
            var duration = Nanos(Number(line, "Duration: "u8));
            var isCold = IsColdInit(Word(line, "Initialization Type: "u8), Word(line, "Phase: "u8));
            return new PlatformReport { IsInit = isCold && duration > 0, InitNano = duration, DurationNano = duration, ErrorType = "" };
        }

        return line.StartsWith("RequestId: "u8) ? Exit(line) : TimedOut(line);
    }

    /// <summary>
    /// A <c>platform.start</c>, <c>platform.runtimeDone</c>, <c>platform.report</c> or <c>platform.initReport</c> event; default for any other JSON.
    /// </summary>
    public static PlatformReport OfJson(ReadOnlySpan<byte> json) =>
        json.IndexOf("\"platform."u8) >= 0 && PlatformEvent.Read(json) is { } told ? Of(told) : default;

    private static PlatformReport Of(in PlatformEvent told) => told.Type switch
    {
        PlatformEventType.Report or PlatformEventType.RuntimeDone => new PlatformReport
        {
            Outcome = OutcomeOf(told.Status, told.ErrorType, told.MemorySizeMegabytes, told.MaxMemoryUsedMegabytes),
            InitNano = Nanos(told.InitDurationMs),
            DurationNano = Nanos(told.DurationMs),
            BilledNano = Nanos(told.BilledDurationMs),
            MemoryBytes = Bytes(told.MemorySizeMegabytes),
            MemoryUsedBytes = Bytes(told.MaxMemoryUsedMegabytes),
            ErrorType = Encoding.UTF8.GetString(told.ErrorType),
            RequestId = told.RequestId,
            TraceId = told.TraceId,
        },

        // START lines are no such word: collectors that leave REPORT out write them too, and an end would never come.
        PlatformEventType.Start => new PlatformReport
        {
            Outcome = InvocationOutcome.Unknown,
            ErrorType = "",
            RequestId = told.RequestId,
            TraceId = told.TraceId,
        },
        PlatformEventType.InitReport when IsColdInit(told.InitializationType, told.Phase) && Nanos(told.DurationMs) is > 0 and var duration =>
            new PlatformReport { IsInit = true, InitNano = duration, DurationNano = duration, ErrorType = "" },
        _ => default,
    };

    /// <summary>
    /// <c>2024-01-29T16:41:15.998Z ID Task timed out after 45.05 seconds</c>: an application may write of other tasks, with other words around it.
    /// </summary>
    private static PlatformReport TimedOut(ReadOnlySpan<byte> line)
    {
        var label = "Task timed out after "u8;
        var at = line.IndexOf(label);
        if (at < 0)
        {
            return default;
        }

        var before = line[..at].Trim((byte)' ');
        var behind = line[(at + label.Length)..].TrimEnd("\r\n "u8);
        var isTime = Utf8Parser.TryParse(behind, out double seconds, out var used) && behind[used..].SequenceEqual(" seconds"u8);
        if (!isTime || before.Count((byte)' ') > 1 || before.IndexOf((byte)'\t') >= 0)
        {
            return default;
        }

        var blank = before.LastIndexOf((byte)' ');
        return new PlatformReport
        {
            Outcome = InvocationOutcome.Timeout,
            DurationNano = Nanos(seconds * 1000),
            ErrorType = "",
            RequestId = blank < 0 ? default : before[(blank + 1)..].ToArray(),
        };
    }

    /// <summary><c>RequestId: ID Error: Runtime exited with error: signal: killed</c> and the like.</summary>
    private static PlatformReport Exit(ReadOnlySpan<byte> line)
    {
        var isKilled = line.IndexOf("Runtime.OutOfMemory"u8) >= 0 || line.IndexOf("signal: killed"u8) >= 0;
        var isOver = isKilled || line.IndexOf("Error: Runtime exited"u8) >= 0 || line.IndexOf("Process exited before completing request"u8) >= 0;
        return !isOver ? default : new PlatformReport
        {
            Outcome = isKilled ? InvocationOutcome.OutOfMemory : InvocationOutcome.Error,
            ErrorType = isKilled ? "" : "Runtime.ExitError",
            RequestId = Word(line, "RequestId: "u8).ToArray(),
        };
    }

    /// <summary>
    /// Environments that were made before there was a request are nobody's cold start; a second init inside an invocation is part of its duration.
    /// </summary>
    private static bool IsColdInit(ReadOnlySpan<byte> type, ReadOnlySpan<byte> phase) =>
        (type.IsEmpty || type.SequenceEqual("on-demand"u8)) && (phase.IsEmpty || phase.SequenceEqual("init"u8));

    private static InvocationOutcome OutcomeOf(ReadOnlySpan<byte> status, ReadOnlySpan<byte> errorType, double size, double used) =>
        status.SequenceEqual("timeout"u8) || errorType.SequenceEqual("Sandbox.Timedout"u8) ? InvocationOutcome.Timeout
        : errorType.SequenceEqual("Runtime.OutOfMemory"u8) ? InvocationOutcome.OutOfMemory
        : status.IsEmpty || status.SequenceEqual("success"u8) ? InvocationOutcome.Ok
        : size > 0 && used >= size ? InvocationOutcome.OutOfMemory
        : InvocationOutcome.Error;

    /// <summary>The number behind a label; "Duration: " is not the end of "Billed Duration: ".</summary>
    private static double Number(ReadOnlySpan<byte> line, ReadOnlySpan<byte> label) =>
        Utf8Parser.TryParse(Behind(line, label), out double value, out _) ? value : 0;

    private static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> line, ReadOnlySpan<byte> label)
    {
        var rest = Behind(line, label);
        var end = rest.IndexOfAny("\t \r\n"u8);
        return end < 0 ? rest : rest[..end];
    }

    private static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> line, ReadOnlySpan<byte> label)
    {
        for (var from = 0; line[from..].IndexOf(label) is >= 0 and var at; from += at + label.Length)
        {
            var start = from + at;
            var before = line[..start];
            var isOther = label.StartsWith("Duration"u8)
                && (before.EndsWith("Billed "u8) || before.EndsWith("Restore "u8) || (line.StartsWith("REPORT"u8) && before.EndsWith("Init "u8)));
            if (!isOther)
            {
                return line[(start + label.Length)..];
            }
        }

        return default;
    }

    /// <summary>A day is more than any invocation or init can take.</summary>
    private static long Nanos(double milliseconds) => milliseconds is > 0 and < 86_400_000 ? (long)(milliseconds * 1_000_000) : 0;

    private static long Bytes(double megabytes) => megabytes is > 0 and < 1 << 30 ? (long)megabytes * Megabyte : 0;
}
