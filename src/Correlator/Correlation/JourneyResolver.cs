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
        var invocations = facts.Invocations.GroupBy(invocation => (invocation.TraceId, invocation.SpanId)).Select(Strongest).ToArray();
        var sightings = facts.Sightings.DistinctBy(sighting => (sighting.TraceId, sighting.SpanId, sighting.Kind, sighting.Ordinal)).ToArray();
        var messages = MessageResolver.Resolve(sightings, invocations, facts.DeadLetterQueues, rules, now);
        var batchRooted = BatchRooted(invocations, sightings);
        var sets = Join(facts, messages, batchRooted);
        var members = Members(facts, invocations, sightings, messages, batchRooted, sets);
        var journeys = new List<Journey>(members.Count);
        var byTrace = invocations.ToLookup(invocation => invocation.TraceId);
        var messagesByTrace = messages.SelectMany(message => message.Traces.Select(trace => (trace, message))).ToLookup(pair => pair.trace, pair => pair.message);
        foreach (var traces in members)
        {
            journeys.Add(Compose(traces, byTrace, messagesByTrace, rules, now));
        }

        return [.. journeys.OrderBy(journey => journey.JourneyId)];
    }

    /// <summary>Of several words about one invocation (its platform lines) the one that ends worst; then the earliest.</summary>
    private static Invocation Strongest(IEnumerable<Invocation> same) => same.OrderByDescending(invocation => invocation.Outcome).ThenBy(invocation => invocation.StartedAt).First();

    /// <summary>Traces whose every entry received a batch from elsewhere: they have no origin of their own.</summary>
    private static HashSet<Guid> BatchRooted(IReadOnlyList<Invocation> invocations, IReadOnlyList<Sighting> sightings)
    {
        var batches = sightings.Where(sighting => sighting is { InBatch: true, IsDelivery: true } && sighting.ContextTraceId != sighting.TraceId).Select(sighting => sighting.TraceId).ToHashSet();
        var others = invocations.Where(invocation => invocation.BatchSize < 2).Select(invocation => invocation.TraceId).ToHashSet();
        batches.RemoveWhere(trace => others.Contains(trace) && !StartsWithBatch(trace, invocations));
        return batches;
    }

    private static bool StartsWithBatch(Guid trace, IReadOnlyList<Invocation> invocations)
    {
        Invocation? first = null;
        foreach (var invocation in invocations)
        {
            if (invocation.TraceId == trace && (first is null || (invocation.StartedAt, invocation.SpanId).CompareTo((first.StartedAt, first.SpanId)) < 0))
            {
                first = invocation;
            }
        }

        return first?.BatchSize >= 2;
    }

    private static DisjointSets<Guid> Join(JourneyFacts facts, IReadOnlyList<ResolvedMessage> messages, HashSet<Guid> batchRooted)
    {
        var sets = new DisjointSets<Guid>();
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
        JourneyFacts facts, Invocation[] invocations, Sighting[] sightings, IReadOnlyList<ResolvedMessage> messages, HashSet<Guid> batchRooted, DisjointSets<Guid> sets)
    {
        var traces = invocations.Select(invocation => invocation.TraceId).Concat(sightings.Select(sighting => sighting.TraceId)).Concat(facts.Keys.Select(key => key.TraceId))
            .Concat(facts.Links.Select(link => link.TraceId)).Where(trace => trace != Guid.Empty).ToHashSet();
        var members = new Dictionary<Guid, List<JourneyTrace>>();
        foreach (var trace in traces.Where(trace => !batchRooted.Contains(trace)))
        {
            Add(sets.Find(trace), new JourneyTrace(trace, IsShared: false, HasOwnJourney: true));
        }

        var attached = new HashSet<(Guid Root, Guid Trace)>();
        foreach (var message in messages)
        {
            var root = sets.Find(message.Message.MessageKey);
            foreach (var trace in message.Traces.Where(trace => batchRooted.Contains(trace) || sets.Find(trace) != root))
            {
                if (members.ContainsKey(root) && attached.Add((root, trace)))
                {
                    Add(root, new JourneyTrace(trace, IsShared: true, HasOwnJourney: !batchRooted.Contains(trace)));
                }
            }
        }

        // A batch whose messages came from nowhere we know is a journey of its own.
        foreach (var trace in batchRooted.Where(trace => !attached.Any(pair => pair.Trace == trace)))
        {
            Add(trace, new JourneyTrace(trace, IsShared: false, HasOwnJourney: true));
        }

        return members.Values;

        void Add(Guid root, JourneyTrace trace)
        {
            if (!members.TryGetValue(root, out var list))
            {
                members.Add(root, list = []);
            }

            list.Add(trace);
        }
    }

    private static Journey Compose(List<JourneyTrace> traces, ILookup<Guid, Invocation> invocations, ILookup<Guid, ResolvedMessage> messages, JourneyRules rules, DateTime now)
    {
        var own = traces.Where(trace => !trace.IsShared).Select(trace => trace.TraceId).ToHashSet();
        var journeyMessages = own.SelectMany(trace => messages[trace]).Distinct()
            .Where(message => message.JoinedTraces.Overlaps(own) || message.JoinedTraces.Count == 0).Select(message => message.Message).ToArray();
        var entries = traces.SelectMany(trace => invocations[trace.TraceId]).OrderBy(invocation => invocation.StartedAt).ThenBy(invocation => invocation.SpanId).ToArray();
        var moments = entries.SelectMany(invocation => new[] { invocation.StartedAt, invocation.EndedAt })
            .Concat(journeyMessages.SelectMany(message => new[] { message.PublishedAt, message.EndedAt })
            .OfType<DateTime>()).Concat(journeyMessages.SelectMany(message => message.Attempts).Select(attempt => attempt.EndedAt)).DefaultIfEmpty(now).ToArray();
        var status = Status(entries, journeyMessages);
        return new Journey
        {
            JourneyId = own.Count > 0 ? own.Min() : traces.Min(trace => trace.TraceId),
            Status = status,
            StartedAt = moments.Min(),
            EndedAt = moments.Max(),
            DueAt = journeyMessages.Where(message => message.State == MessageState.InFlight && message.PublishedAt is not null).Select(message => message.PublishedAt + rules.LostAfter).Min(),
            RootFunctionId = entries.FirstOrDefault()?.FunctionId ?? journeyMessages.Select(message => message.PublisherFunctionId).FirstOrDefault(id => id is not null),
            Traces = [.. traces.OrderBy(trace => trace.TraceId)],
            Invocations = entries,
            Messages = [.. journeyMessages.OrderBy(message => message.PublishedAt ?? message.Attempts.Select(attempt => attempt.StartedAt).DefaultIfEmpty(now).Min()).ThenBy(message => message.MessageKey)],
        };
    }

    private static JourneyStatus Status(Invocation[] invocations, Message[] messages)
    {
        if (messages.Any(message => message.State == MessageState.Lost))
        {
            return JourneyStatus.Stuck;
        }

        if (messages.Any(message => message.State is MessageState.DeadLettered))
        {
            return JourneyStatus.Failed;
        }

        if (messages.Any(message => message.State is MessageState.InFlight or MessageState.Failing))
        {
            return JourneyStatus.InFlight;
        }

        // An attempt that failed and was made good by a later one is no failure of the journey; an invocation that no message tried again is.
        var retried = messages.Where(message => message.State == MessageState.Processed).SelectMany(message => message.Attempts).Select(attempt => (attempt.TraceId, attempt.SpanId)).ToHashSet();
        return invocations.Any(invocation => invocation.Outcome != InvocationOutcome.Ok && !retried.Contains((invocation.TraceId, invocation.SpanId))) ? JourneyStatus.Failed : JourneyStatus.Completed;
    }
}
