using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>From sightings to messages and their attempts.</summary>
internal static class MessageResolver
{
    public static IReadOnlyList<ResolvedMessage> Resolve(
        IReadOnlyList<Sighting> sightings, IReadOnlyList<Invocation> invocations, IReadOnlySet<int> deadLetterQueues, JourneyRules rules, DateTime now)
    {
        var identities = new MessageIdentities(sightings);
        var entries = invocations.GroupBy(invocation => (invocation.TraceId, invocation.SpanId)).ToDictionary(group => group.Key, group => group.First());
        return [.. sightings.Where(sighting => identities.Of(sighting) != Guid.Empty).GroupBy(identities.Of)
            .Select(group => Compose(group.Key, [.. group.OrderBy(sighting => sighting.At).ThenBy(sighting => sighting.SpanId).ThenBy(sighting => sighting.Kind)], entries, deadLetterQueues, rules, now))];
    }

    private static ResolvedMessage Compose(
        Guid key, Sighting[] sightings, Dictionary<(Guid, long), Invocation> entries, IReadOnlySet<int> deadLetterQueues, JourneyRules rules, DateTime now)
    {
        var publish = Array.Find(sightings, sighting => sighting.Kind == SightingKind.Publish);
        var deadLetter = Array.Find(sightings, sighting => sighting.Kind == SightingKind.DeadLetter || (sighting.IsDelivery && deadLetterQueues.Contains(sighting.QueueId)));
        var deliveries = sightings.Where(sighting => sighting.IsDelivery && !deadLetterQueues.Contains(sighting.QueueId)).ToArray();
        var attempts = AttemptResolver.Resolve(deliveries, publish, entries);
        var redriven = sightings.Any(sighting => sighting is { Kind: SightingKind.Process, Failed: false } && deadLetter is not null && sighting.At > deadLetter.At && !deadLetterQueues.Contains(sighting.QueueId));
        var state = State(publish, deadLetter is not null && !redriven, attempts, rules, now);
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
                MessageState.Processed => attempts.Where(attempt => attempt.Outcome == InvocationOutcome.Ok).Min(attempt => attempt.EndedAt),
                MessageState.DeadLettered => deadLetter?.At,
                _ => null,
            },
            DeadLetterQueueId = deadLetter is null ? null : deadLetterQueues.Contains(deadLetter.QueueId) ? deadLetter.QueueId : null,
        };
        var joined = sightings.Where(sighting => !sighting.InBatch).Select(sighting => sighting.TraceId).ToHashSet();
        return new ResolvedMessage(message, sightings.Select(sighting => sighting.TraceId).ToHashSet(), joined);
    }

    private static MessageState State(Sighting? publish, bool isDeadLettered, IReadOnlyList<Attempt> attempts, JourneyRules rules, DateTime now) =>
        isDeadLettered ? MessageState.DeadLettered
        : attempts.Any(attempt => attempt.Outcome == InvocationOutcome.Ok) ? MessageState.Processed
        : attempts.Count > 0 ? MessageState.Failing
        : publish is { Failed: true } ? MessageState.Lost
        : publish is not null && publish.At + rules.LostAfter <= now ? MessageState.Lost
        : MessageState.InFlight;
}
