using Correlator.Telemetry;

namespace Correlator.Correlation;

/// <summary>What is to stand in place of what stood.</summary>
/// <param name="Journeys">The journeys to write.</param>
/// <param name="Traces">The traces whose own journeys go.</param>
internal sealed record Replacement(IReadOnlyList<Journey> Journeys, IReadOnlySet<Guid> Traces)
{
    /// <summary>
    /// Of all that was resolved, the journeys that were gathered whole; those at the border, of which only a shared batch was gathered, stand as they are.
    /// </summary>
    public static Replacement Of(IReadOnlyList<Journey> resolved, IReadOnlySet<Guid> expanded)
    {
        var whole = resolved.Where(journey => journey.Traces.All(trace => trace.IsShared || expanded.Contains(trace.TraceId))).ToArray();
        var adopted = whole.SelectMany(journey => journey.Traces).Where(trace => !trace.HasOwnJourney).Select(trace => trace.TraceId);
        var traces = new IdSet(expanded);
        traces.UnionWith(adopted);
        return new Replacement(whole, traces);
    }

    /// <summary>
    /// Traces at the border whose own journeys changed all the same: a batch without an origin tells of its messages itself, so what is new of those is theirs.
    /// </summary>
    public static Guid[] Unfinished(IReadOnlyList<Journey> resolved, FactClosure closure)
    {
        var linked = closure.LinkedInBatch();
        return [.. resolved
            .Where(HasNews)
            .SelectMany(journey => journey.Traces)
            .Where(trace => !trace.IsShared && !closure.Expanded.Contains(trace.TraceId))
            .Select(trace => trace.TraceId)];

        bool HasNews(Journey journey) =>
            journey.Messages.Any(message => closure.CrossedKeys.Contains(message.MessageKey))
            || journey.Traces.Any(trace => linked.Contains(trace.TraceId));
    }
}
