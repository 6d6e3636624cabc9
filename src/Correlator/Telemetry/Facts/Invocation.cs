namespace Correlator.Telemetry.Facts;

/// <summary>An invocation fact as stored.</summary>
internal sealed record Invocation
{
    public const string InitTrigger = "init";
    public const string ReportTrigger = "report";

    public required Guid TraceId { get; init; }
    public required long SpanId { get; init; }
    public long ParentSpanId { get; init; }
    public required int FunctionId { get; init; }
    public long BatchId { get; init; }
    public required DateTime StartedAt { get; init; }
    public long DurationMicros { get; init; }
    public long InitMicros { get; init; }
    public InvocationOutcome Outcome { get; init; }
    public ColdStart ColdStart { get; init; } = ColdStart.Unsaid;

    /// <summary>How many messages it received.</summary>
    public int BatchSize { get; init; }
    /// <summary>Of the function's code; read for people only.</summary>
    public string Version { get; init; } = "";
    public string Instance { get; init; } = "";
    public string InvocationId { get; init; } = "";
    public string ErrorSignature { get; init; } = "";

    public string Trigger { get; init; } = "";

    /// <summary>Not an invocation but the platform's word that one started cold, and how long that took.</summary>
    public bool IsInit => Trigger == InitTrigger;

    /// <summary>Made from what its platform reports: its own span never came, or has not come yet.</summary>
    public bool IsReport { get; init; }

    /// <summary>Its platform's word that it started, which tells no end.</summary>
    internal bool IsStart => IsReport && Outcome == InvocationOutcome.Unknown;

    /// <summary>Not an invocation but a word about one: an init, or a report that adds to what another one tells.</summary>
    public bool IsWord => Trigger is InitTrigger or ReportTrigger;

    /// <summary>What its platform bills; 0 when it was not told.</summary>
    public long BilledMicros { get; init; }

    /// <summary>The memory that the function was given; 0 when it was not told.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>The memory that it used at most; 0 when it was not told.</summary>
    public long MemoryUsedBytes { get; init; }

    /// <summary>It started cold, by its own word, an init event, or as the first of its instance.</summary>
    public bool IsCold => ColdStart is ColdStart.Explicit or ColdStart.InitEvent;

    public SpanRef Ref => new(TraceId, SpanId);

    public DateTime EndedAt => StartedAt.AddTicks(DurationMicros * 10);
}
