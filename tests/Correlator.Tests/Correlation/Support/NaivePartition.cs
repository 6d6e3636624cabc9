using Correlator.Correlation;
using Correlator.Telemetry.Facts;

namespace Correlator.Tests.Correlation.Support;

/// <summary>Which traces are one journey, by comparing every fact with every other and repainting until nothing changes.</summary>
internal static class NaivePartition
{
    public static IEnumerable<Guid[]> Of(JourneyFacts facts)
    {
        HashSet<Guid> traces =
        [
            .. facts.Invocations.Select(fact => fact.TraceId),
            .. facts.Sightings.Select(fact => fact.TraceId),
            .. facts.Keys.Select(fact => fact.TraceId),
            .. facts.Links.Select(fact => fact.TraceId),
        ];
        var all = traces
            .Concat(facts.Sightings.Select(fact => fact.ContextTraceId))
            .Concat(facts.Links.Select(fact => fact.LinkedTraceId))
            .Where(trace => trace != Guid.Empty)
            .Distinct()
            .ToArray();
        var rootless = traces.Where(trace => BeganWithBatch(facts, trace)).ToHashSet();
        var color = all.ToDictionary(trace => trace, trace => trace);
        var pairs = Pairs(facts).Where(pair => !rootless.Contains(pair.Left) && !rootless.Contains(pair.Right)).ToArray();
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (left, right) in pairs.Where(pair => color[pair.Left] != color[pair.Right]))
            {
                var smaller = color[left].CompareTo(color[right]) < 0 ? color[left] : color[right];
                (color[left], color[right], changed) = (smaller, smaller, true);
            }
        }

        var groups = traces.Where(trace => !rootless.Contains(trace)).GroupBy(trace => color[trace]).Select(group => group.ToArray()).ToArray();
        var living = groups.SelectMany(group => group).Select(trace => color[trace]).ToHashSet();
        return groups.Concat(rootless.Where(trace => !HasOrigin(facts, trace, rootless, color, living)).Select(trace => new[] { trace }));
    }

    private static bool BeganWithBatch(JourneyFacts facts, Guid trace)
    {
        var first = facts.Invocations.Where(fact => fact.TraceId == trace).OrderBy(fact => fact.StartedAt).ThenBy(fact => fact.SpanId).FirstOrDefault();
        var receivedABatch = facts.Sightings.Any(fact => fact.TraceId == trace && fact.InBatch && fact.IsDelivery && fact.ContextTraceId != trace);
        return receivedABatch && (first is null || first.BatchSize >= 2);
    }

    /// <summary>Traces that some one fact or pair of facts joins.</summary>
    private static IEnumerable<(Guid Left, Guid Right)> Pairs(JourneyFacts facts)
    {
        foreach (var link in facts.Links.Where(link => !link.InBatch))
        {
            yield return (link.TraceId, link.LinkedTraceId);
        }

        foreach (var (left, right) in from left in facts.Keys from right in facts.Keys where left.KeyHash == right.KeyHash select (left.TraceId, right.TraceId))
        {
            yield return (left, right);
        }

        foreach (var (_, message) in MessageIdentities.Group([.. facts.Sightings.Distinct()]))
        {
            var joined = Joined(message);
            foreach (var pair in from left in joined from right in joined select (left, right))
            {
                yield return pair;
            }
        }
    }

    private static IEnumerable<Guid> Joined(IEnumerable<Sighting> message) => message
        .SelectMany(sighting => sighting.InBatch ? [sighting.ContextTraceId] : new[] { sighting.TraceId, sighting.ContextTraceId })
        .Where(trace => trace != Guid.Empty);

    /// <summary>A journey with traces of its own sent it something, or was linked to.</summary>
    private static bool HasOrigin(JourneyFacts facts, Guid trace, HashSet<Guid> rootless, Dictionary<Guid, Guid> color, HashSet<Guid> living) =>
        MessageIdentities.Group([.. facts.Sightings.Distinct()])
            .Select(message => message.Sightings)
            .Where(message => Array.Exists(message, sighting => sighting.TraceId == trace || sighting.ContextTraceId == trace))
            .SelectMany(Joined)
            .Concat(facts.Links.Where(link => link.InBatch && link.TraceId == trace).Select(link => link.LinkedTraceId))
            .Any(origin => !rootless.Contains(origin) && living.Contains(color[origin]));
}
