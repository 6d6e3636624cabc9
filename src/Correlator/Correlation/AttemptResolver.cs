using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>From a message's deliveries to its attempts: a receive and the processing that follows in the same function are one.</summary>
internal static class AttemptResolver
{
    /// <param name="deliveries">Receive and process sightings, by time.</param>
    /// <param name="publish">The publish, when it was seen.</param>
    /// <param name="entries">Invocations by their span: what ended the attempt when its own span did not say.</param>
    public static IReadOnlyList<Attempt> Resolve(IReadOnlyList<Sighting> deliveries, Sighting? publish, IReadOnlyDictionary<SpanRef, Invocation> entries)
    {
        // Where processing was seen, receives tell nothing more about that function's attempts.
        var processing = deliveries.Where(sighting => sighting.Kind == SightingKind.Process).Select(sighting => sighting.FunctionId).ToHashSet();
        var kept = deliveries.Where(sighting => sighting.Kind == SightingKind.Process || !processing.Contains(sighting.FunctionId)).ToArray();
        var attempts = new List<Attempt>(kept.Length);
        DateTime? previousEnd = publish?.At;
        var number = 0;
        foreach (var sighting in kept)
        {
            var told = Math.Min(sighting.DeliveryCount, MaxTold);
            while (told > number + 1 && number < MaxUnseen)
            {
                attempts.Add(Unseen(++number, sighting, previousEnd));
            }

            number = Math.Max(number + 1, told);
            var (dwell, skew) = Dwell(sighting.At, number == 1 ? sighting.EnqueuedAt ?? publish?.At : previousEnd ?? sighting.EnqueuedAt);
            attempts.Add(Seen(sighting, number, dwell, skew, entries));
            previousEnd = sighting.EndedAt;
        }

        return attempts;
    }

    /// <summary>A delivery count may be any number; no more unseen attempts than this are listed before a seen one.</summary>
    private const int MaxUnseen = 100;

    /// <summary>No broker delivers so often; what says more is wrong, and numbers must go on after it.</summary>
    private const int MaxTold = 1_000_000;

    private static Attempt Seen(Sighting sighting, int number, long? dwell, long skew, IReadOnlyDictionary<SpanRef, Invocation> entries)
    {
        var outcome = sighting.Failed ? InvocationOutcome.Error : InvocationOutcome.Ok;
        if (entries.TryGetValue(sighting.Ref, out var entry) && entry.Outcome != InvocationOutcome.Ok)
        {
            outcome = entry.Outcome;
        }

        return new Attempt
        {
            Number = number,
            QueueId = sighting.QueueId,
            FunctionId = sighting.FunctionId,
            TraceId = sighting.TraceId,
            SpanId = sighting.SpanId,
            StartedAt = sighting.At,
            EndedAt = sighting.EndedAt,
            DwellMicros = dwell,
            SkewMicros = skew,
            Outcome = outcome,
            ErrorSignature = sighting.ErrorSignature,
        };
    }

    /// <summary>The broker counted a delivery that left no span: it ended somehow, between what was seen before and after.</summary>
    private static Attempt Unseen(int number, Sighting next, DateTime? since) => new()
    {
        Number = number,
        QueueId = next.QueueId,
        StartedAt = since is { } time && time < next.At ? time : next.At,
        EndedAt = next.At,
        Outcome = InvocationOutcome.Unknown,
        ErrorSignature = "left no span",
    };

    private static (long? Dwell, long Skew) Dwell(DateTime at, DateTime? since)
    {
        if (since is not { } start)
        {
            return (null, 0);
        }

        var micros = (at - start).Ticks / 10;
        return (Math.Max(0, micros), Math.Max(0, -micros));
    }
}
