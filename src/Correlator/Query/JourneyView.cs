using Correlator.Correlation;
using Correlator.Telemetry.Facts;
using Correlator.Telemetry.Read;

namespace Correlator.Query;

/// <summary>A journey with everything that is shown of it: spans and logs of all its traces, its messages, and names for ids.</summary>
internal sealed record JourneyView
{
    public required JourneySummary Summary { get; init; }
    public required IReadOnlyList<JourneyTrace> Traces { get; init; }
    public required IReadOnlyList<Message> Messages { get; init; }
    public required IReadOnlyList<Span> Spans { get; init; }
    public required IReadOnlyList<LogRecord> Logs { get; init; }
    public required IReadOnlyDictionary<int, string> FunctionNames { get; init; }
    public required IReadOnlyDictionary<int, string> QueueNames { get; init; }

    /// <summary>What was found out of each invocation, whether its span arrived or not.</summary>
    public IReadOnlyList<Invocation> Invocations { get; init; } = [];

    /// <summary>The correlation and business keys of its traces.</summary>
    public IReadOnlyList<JourneyKey> Keys { get; init; } = [];

    /// <summary>Traces whose spans and logs were not read: the journey has too many.</summary>
    public int TracesLeftOut { get; init; }

    /// <summary>Other journeys that the id belongs to, newest first.</summary>
    public IReadOnlyList<JourneySummary> Others { get; init; } = [];

    public string Function(int? id) => id is { } known && FunctionNames.TryGetValue(known, out var name) ? name : "unknown function";

    public string Queue(int id) => QueueNames.GetValueOrDefault(id, "unknown queue");
}
