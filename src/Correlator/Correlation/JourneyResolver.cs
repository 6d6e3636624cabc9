using Correlator.Telemetry;
using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>
/// From facts to journeys: a pure function of the set of facts and the time. Traces join by shared keys, by links and by messages; a batch receive
/// joins nothing and is attached to the journeys of its messages (docs/correlation.md).
/// </summary>
internal static class JourneyResolver
{
    public static IReadOnlyList<Journey> Resolve(JourneyFacts facts, JourneyRules rules, DateTime now)
    {
        var invocations = facts.Invocations.GroupBy(invocation => invocation.Ref).Select(Strongest).ToArray();
        var sightings = facts.Sightings
            .OrderBy(sighting => sighting.At)
            .DistinctBy(sighting => (sighting.Ref, sighting.Kind, sighting.Ordinal))
            .ToArray();
        var messages = MessageResolver.Resolve(sightings, invocations, facts, rules, now);
        var batchRooted = BatchRooted(invocations, sightings);
        var sets = Join(facts, messages, batchRooted);
        var members = Members(facts, invocations, sightings, messages, batchRooted, sets);
        var journeys = new List<Journey>(members.Count);
        var byTrace = invocations.ToLookup(invocation => invocation.TraceId, IdComparer.Instance);
        var messagesByTrace = messages
            .SelectMany(message => message.Traces.Select(trace => (trace, message)))
            .ToLookup(pair => pair.trace, pair => pair.message, IdComparer.Instance);
        var known = new IdSet(members.Count);
        known.UnionWith(members.SelectMany(traces => traces).Where(trace => !trace.IsShared).Select(trace => trace.TraceId));
        var moments = Moments(facts, invocations, sightings);
        foreach (var traces in members)
        {
            journeys.Add(Compose(traces, byTrace, messagesByTrace, known, moments, rules, now));
        }

        return [.. journeys.OrderBy(journey => journey.JourneyId)];
    }

    /// <summary>Of several words about one invocation (its platform lines) the one that ends worst, before one that knows no end; then the earliest.</summary>
    private static Invocation Strongest(IEnumerable<Invocation> same) => same
        .OrderByDescending(invocation => invocation.Outcome == InvocationOutcome.Unknown ? -1 : (int)invocation.Outcome)
        .ThenBy(invocation => invocation.StartedAt)
        .First();

    /// <summary>Traces that began by receiving a batch from elsewhere: they have no origin of their own.</summary>
    private static IdSet BatchRooted(IReadOnlyList<Invocation> invocations, IReadOnlyList<Sighting> sightings)
    {
        var batches = new IdSet(sightings
            .Where(sighting => sighting is { InBatch: true, IsDelivery: true } && sighting.ContextTraceId != sighting.TraceId)
            .Select(sighting => sighting.TraceId));
        var entries = invocations.Where(invocation => batches.Contains(invocation.TraceId));
        foreach (var trace in entries.GroupBy(invocation => invocation.TraceId, IdComparer.Instance))
        {
            var first = trace.MinBy(invocation => (invocation.StartedAt, invocation.SpanId));
            if (first is { BatchSize: < 2 })
            {
                batches.Remove(trace.Key);
            }
        }

        return batches;
    }

    private static DisjointSets Join(JourneyFacts facts, IReadOnlyList<ResolvedMessage> messages, IdSet batchRooted)
    {
        var sets = new DisjointSets(facts.Keys.Count * 2);
        foreach (var key in facts.Keys)
        {
            if (key.TraceId != Guid.Empty && !batchRooted.Contains(key.TraceId))
            {
                // A key and a trace are vertices of one graph; a key's hash is no trace's id but by a chance of 2^-128.
                sets.Union(key.KeyHash, key.TraceId);
            }
        }

        foreach (var link in facts.Links)
        {
            if (!link.InBatch && link.LinkedTraceId != Guid.Empty && !batchRooted.Contains(link.TraceId) && !batchRooted.Contains(link.LinkedTraceId))
            {
                sets.Union(link.TraceId, link.LinkedTraceId);
            }
        }

        foreach (var message in messages)
        {
            foreach (var trace in message.JoinedTraces.Where(trace => !batchRooted.Contains(trace)))
            {
                sets.Union(message.Message.MessageKey, trace);
            }
        }

        return sets;
    }

    /// <summary>The traces of each journey: those joined, and the batch receivers attached to them.</summary>
    private static IReadOnlyCollection<List<JourneyTrace>> Members(
        JourneyFacts facts,
        Invocation[] invocations,
        Sighting[] sightings,
        IReadOnlyList<ResolvedMessage> messages,
        IdSet batchRooted,
        DisjointSets sets)
    {
        var traces = new IdSet(Math.Max(invocations.Length, facts.Keys.Count));
        traces.UnionWith(invocations.Select(invocation => invocation.TraceId)
            .Concat(sightings.Select(sighting => sighting.TraceId))
            .Concat(facts.Keys.Select(key => key.TraceId))
            .Concat(facts.Links.Select(link => link.TraceId))
            .Where(trace => trace != Guid.Empty));
        var members = new Dictionary<Guid, List<JourneyTrace>>(traces.Count, IdComparer.Instance);
        foreach (var trace in traces.Where(trace => !batchRooted.Contains(trace)))
        {
            Add(sets.Find(trace), new JourneyTrace(trace, IsShared: false, HasOwnJourney: true));
        }

        var attached = new Dictionary<Guid, IdSet>(IdComparer.Instance);
        foreach (var message in messages)
        {
            var root = sets.Find(message.Message.MessageKey);
            foreach (var trace in message.Traces.Where(trace => traces.Contains(trace) && (batchRooted.Contains(trace) || sets.Find(trace) != root)))
            {
                Attach(root, trace);
            }
        }

        var batchLinks = facts.Links.Where(link => link.InBatch && traces.Contains(link.LinkedTraceId));
        foreach (var link in batchLinks.Where(link => sets.Find(link.LinkedTraceId) != sets.Find(link.TraceId)))
        {
            Attach(sets.Find(link.LinkedTraceId), link.TraceId);
        }

        // A batch whose messages came from nowhere we know is a journey of its own.
        batchRooted.ExceptWith(attached.Values.SelectMany(traces => traces));
        foreach (var trace in batchRooted)
        {
            Add(trace, new JourneyTrace(trace, IsShared: false, HasOwnJourney: true));
        }

        return members.Values;

        void Attach(Guid root, Guid trace)
        {
            if (!members.ContainsKey(root))
            {
                return;
            }

            if (!attached.TryGetValue(root, out var to))
            {
                attached.Add(root, to = []);
            }

            if (to.Add(trace))
            {
                Add(root, new JourneyTrace(trace, IsShared: true, HasOwnJourney: !batchRooted.Contains(trace)));
            }
        }

        void Add(Guid root, JourneyTrace trace)
        {
            if (!members.TryGetValue(root, out var list))
            {
                members.Add(root, list = []);
            }

            list.Add(trace);
        }
    }

    /// <summary>When a trace was seen, by all its facts.</summary>
    private static ILookup<Guid, DateTime> Moments(JourneyFacts facts, Invocation[] invocations, Sighting[] sightings) =>
        invocations.SelectMany(invocation => new[] { (invocation.TraceId, At: invocation.StartedAt), (invocation.TraceId, At: invocation.EndedAt) })
            .Concat(sightings.SelectMany(sighting => new[] { (sighting.TraceId, sighting.At), (sighting.TraceId, At: sighting.EndedAt) }))
            .Concat(facts.Links.Select(link => (link.TraceId, link.At)))
            .Concat(facts.Keys.Select(key => (key.TraceId, key.At)))
            .ToLookup(moment => moment.TraceId, moment => moment.At, IdComparer.Instance);

    private static Journey Compose(
        List<JourneyTrace> traces,
        ILookup<Guid, Invocation> invocations,
        ILookup<Guid, ResolvedMessage> messages,
        IdSet known,
        ILookup<Guid, DateTime> seen,
        JourneyRules rules,
        DateTime now)
    {
        var own = new IdSet(traces.Where(trace => !trace.IsShared).Select(trace => trace.TraceId));
        // Asked of each message's own few traces: Overlaps would walk through all that are known.
        var resolved = own
            .SelectMany(trace => messages[trace])
            .DistinctBy(message => message.Message.MessageKey, IdComparer.Instance)
            .Where(message => message.JoinedTraces.Any(own.Contains) || !message.JoinedTraces.Any(known.Contains))
            .ToArray();
        var journeyMessages = resolved.Select(message => message.Message).ToArray();
        var entries = traces
            .SelectMany(trace => invocations[trace.TraceId])
            .OrderBy(invocation => invocation.StartedAt)
            .ThenBy(invocation => invocation.TraceId)
            .ThenBy(invocation => invocation.SpanId)
            .ToArray();
        var moments = own.SelectMany(trace => seen[trace])
            .Concat(entries.SelectMany(invocation => new[] { invocation.StartedAt, invocation.EndedAt }))
            .Concat(journeyMessages.SelectMany(message => new[] { message.PublishedAt, message.EndedAt }).OfType<DateTime>())
            .Concat(journeyMessages.SelectMany(message => message.Attempts).SelectMany(attempt => new[] { attempt.StartedAt, attempt.EndedAt })).ToArray();
        return new Journey
        {
            JourneyId = own.Min(),
            Status = JourneyStatusRule.Of(entries, journeyMessages, rules, now),
            StartedAt = moments.Min(),
            EndedAt = moments.Max(),
            DueAt = resolved.Select(message => message.DueAt).Concat(entries.Select(invocation => JourneyStatusRule.DueAt(invocation, rules, now))).Min(),
            RootFunctionId = entries.FirstOrDefault()?.FunctionId ?? FirstPublisher(journeyMessages),
            Traces = [.. traces.OrderBy(trace => trace.TraceId)],
            Invocations = entries,
            Messages = [.. journeyMessages.OrderBy(FirstSeen).ThenBy(message => message.MessageKey)],
        };
    }

    private static int? FirstPublisher(IEnumerable<Message> messages) => messages
        .Where(message => message.PublisherFunctionId is not null)
        .OrderBy(message => message.PublishedAt)
        .ThenBy(message => message.MessageKey)
        .FirstOrDefault()?.PublisherFunctionId;

    private static DateTime? FirstSeen(Message message) =>
        message.PublishedAt ?? message.Attempts.Select(attempt => (DateTime?)attempt.StartedAt).Min();
}
