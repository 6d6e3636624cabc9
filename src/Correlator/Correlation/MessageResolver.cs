using Correlator.Telemetry;
using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>From sightings to messages and their attempts.</summary>
internal static class MessageResolver
{
    public static IReadOnlyList<ResolvedMessage> Resolve(
        IReadOnlyList<Sighting> sightings, IReadOnlyList<Invocation> invocations, JourneyFacts facts, JourneyRules rules, DateTime now)
    {
        var entries = invocations.DistinctBy(invocation => invocation.Ref).ToDictionary(invocation => invocation.Ref);
        return [.. MessageIdentities.Group(sightings).SelectMany(group =>
        {
            Sighting[] told = [.. group.Sightings
                .OrderBy(sighting => sighting.At)
                .ThenBy(sighting => sighting.TraceId)
                .ThenBy(sighting => sighting.SpanId)
                .ThenBy(sighting => sighting.Kind)
                .ThenBy(sighting => sighting.Ordinal)];
            var joined = new IdSet(told.Where(sighting => !sighting.InBatch).Select(sighting => sighting.TraceId)
                .Concat(told.Select(sighting => sighting.ContextTraceId))
                .Where(trace => trace != Guid.Empty));
            return ConsumerGroups.Copies(group.Key, told).Select(copy => Compose(copy.Key, copy.Sightings, joined, entries, facts, rules, now));
        })];
    }

    private static ResolvedMessage Compose(
        Guid key,
        Sighting[] sightings,
        IdSet joined,
        Dictionary<SpanRef, Invocation> entries,
        JourneyFacts facts,
        JourneyRules rules,
        DateTime now)
    {
        var deadLetterQueues = facts.DeadLetterQueues;
        var publish = Array.Find(sightings, sighting => sighting.Kind == SightingKind.Publish);
        var moved = Moved(sightings, publish, facts.QueuesWithOwnIds);
        var deadLetter = Array.Find(sightings, TellsOfDeadLetter) ?? moved;
        var deliveries = sightings.Where(sighting => sighting.IsDelivery && !TakesDeadLetters(sighting.QueueId)).ToArray();
        var attempts = AttemptResolver.Resolve(deliveries, publish, entries);
        var redriven = sightings.Any(sighting => sighting is { Kind: SightingKind.Process, Failed: false }
            && deadLetter is not null
            && sighting.At > deadLetter.At
            && !TakesDeadLetters(sighting.QueueId));
        var settled = Array.Find(sightings, sighting => sighting.Kind == SightingKind.Settle);
        var state = State(publish, settled, deadLetter is not null && !redriven, attempts, rules, now);
        var main = publish ?? (deliveries.Length > 0 ? deliveries[0] : sightings[0]);
        var message = new Message
        {
            MessageKey = key,
            QueueId = deliveries.Length > 0 ? deliveries[0].QueueId : main.QueueId,
            MessageId = sightings.Select(sighting => sighting.MessageId).FirstOrDefault(id => id.Length > 0) ?? "",
            State = state,
            PublishedAt = publish?.At ?? sightings.Select(sighting => sighting.EnqueuedAt).Min(),
            PublisherTraceId = publish?.TraceId,
            PublisherSpanId = publish?.SpanId,
            PublisherFunctionId = publish?.FunctionId,
            Attempts = attempts,
            EndedAt = state switch
            {
                MessageState.Processed =>
                    attempts.Where(attempt => attempt.Outcome == InvocationOutcome.Ok).Select(attempt => (DateTime?)attempt.EndedAt).Min() ?? settled?.EndedAt,
                MessageState.DeadLettered => deadLetter?.At,
                _ => null,
            },
            DeadLetterQueueId = deadLetter is null ? null
                : deadLetterQueues.Contains(deadLetter.QueueId) ? deadLetter.QueueId
                : sightings.FirstOrDefault(sighting => deadLetterQueues.Contains(sighting.QueueId))?.QueueId ?? moved?.QueueId,
        };
        var traces = new IdSet(sightings.Select(sighting => sighting.TraceId).Concat(joined));
        return new ResolvedMessage(message, traces, joined, DueAt(message, publish, rules, now));

        bool TellsOfDeadLetter(Sighting sighting) =>
            sighting.Kind == SightingKind.DeadLetter
            || ((sighting.IsDelivery || sighting.Kind == SightingKind.Publish) && deadLetterQueues.Contains(sighting.QueueId));

        bool TakesDeadLetters(int queue) => deadLetterQueues.Contains(queue) || queue == moved?.QueueId;
    }

    /// <summary>
    /// The delivery that tells where dead letters go, whatever that queue is called: one elsewhere after a consumer said that it dead-lettered the message,
    /// or one of the same id on another queue of a system that gives no copy the id of another.
    /// </summary>
    private static Sighting? Moved(Sighting[] sightings, Sighting? publish, IReadOnlySet<int> queuesWithOwnIds)
    {
        if (Array.Find(sightings, sighting => sighting.Kind == SightingKind.DeadLetter) is { } said)
        {
            return Array.Find(sightings, sighting => sighting.IsDelivery && sighting.QueueId != said.QueueId && sighting.At >= said.At);
        }

        var first = publish is { MessageId.Length: > 0 } ? publish : Array.Find(sightings, sighting => sighting is { IsDelivery: true, MessageId.Length: > 0 });
        return first is null || !queuesWithOwnIds.Contains(first.QueueId)
            ? null
            : Array.Find(sightings, sighting => sighting.IsDelivery
                && sighting.QueueId != first.QueueId
                && sighting.MessageId == first.MessageId
                && queuesWithOwnIds.Contains(sighting.QueueId));
    }

    private static MessageState State(
        Sighting? publish,
        Sighting? settled,
        bool isDeadLettered,
        IReadOnlyList<Attempt> attempts,
        JourneyRules rules,
        DateTime now) =>
        isDeadLettered ? MessageState.DeadLettered
        : attempts.Any(attempt => attempt.Outcome == InvocationOutcome.Ok) ? MessageState.Processed
        : attempts.Count > 0 ? MessageState.Failing
        : settled is not null ? settled.Failed ? MessageState.Failing : MessageState.Processed
        : publish is { Failed: true } ? MessageState.Lost
        : publish is not null && publish.At + rules.LostAfter <= now ? MessageState.Lost
        : MessageState.InFlight;

    /// <summary>A message on its way is lost after a time; one whose last attempt failed is given up.</summary>
    private static DateTime? DueAt(Message message, Sighting? publish, JourneyRules rules, DateTime now)
    {
        var due = message.State switch
        {
            MessageState.InFlight => publish?.At + rules.LostAfter,
            MessageState.Failing => message.LastAttemptEndedAt + rules.LostAfter,
            _ => null,
        };
        return due > now ? due : null;
    }
}
