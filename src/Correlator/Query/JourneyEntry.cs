using Correlator.Correlation;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;
using Correlator.Telemetry.Read;

namespace Correlator.Query;

/// <summary>One function's turn in a journey's story: how it came about, how it went, what it published and logged.</summary>
internal sealed record JourneyEntry
{
    public required int FunctionId { get; init; }
    public required string Name { get; init; }
    public required TraceId TraceId { get; init; }
    public required SpanId SpanId { get; init; }
    public required long StartNano { get; init; }
    public required long EndNano { get; init; }

    /// <summary>False when only its platform's log tells of it: it was killed before its span could be exported.</summary>
    public required bool HasSpan { get; init; }
    public required EntryOrigin Origin { get; init; }

    /// <summary>The shared key, as in <c>correlation abc-1</c>, where nothing else joins its trace to the others; else empty.</summary>
    public string JoinedBy { get; init; } = "";
    public InvocationOutcome Outcome { get; init; }

    /// <summary>What failed; empty when nothing did.</summary>
    public string Error { get; init; } = "";
    public bool IsCold { get; init; }

    /// <summary>0 when unknown.</summary>
    public long InitMicros { get; init; }

    /// <summary>What its platform bills; 0 when that was not told, as are the two below.</summary>
    public long BilledMicros { get; init; }

    /// <summary>The memory that the function was given.</summary>
    public long MemoryBytes { get; init; }
    public long MemoryUsedBytes { get; init; }

    /// <summary>The messages that it received.</summary>
    public IReadOnlyList<(Message Message, Attempt Attempt)> Deliveries { get; init; } = [];
    public IReadOnlyList<Message> Published { get; init; } = [];
    public IReadOnlyList<LogRecord> Logs { get; init; } = [];
}
