using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>What is said of a journey by its messages and invocations.</summary>
internal static class JourneyStatusRule
{
    public static JourneyStatus Of(IReadOnlyList<Invocation> invocations, IReadOnlyList<Message> messages, JourneyRules rules, DateTime now)
    {
        // An attempt is judged with its message: one that failed and was made good by a later one is no failure of the journey.
        var attempted = messages.SelectMany(message => message.Attempts).Select(attempt => attempt.Ref).OfType<SpanRef>().ToHashSet();
        var alone = invocations.Where(invocation => !attempted.Contains(invocation.Ref)).ToArray();
        if (messages.Any(message => IsLost(message, rules, now)) || alone.Any(invocation => IsStuck(invocation, rules, now)))
        {
            return JourneyStatus.Stuck;
        }

        if (messages.Any(message => message.State == MessageState.DeadLettered))
        {
            return JourneyStatus.Failed;
        }

        if (messages.Any(message => IsUnderWay(message, rules, now)) || alone.Any(invocation => invocation.Outcome == InvocationOutcome.Unknown))
        {
            return JourneyStatus.InFlight;
        }

        return messages.Any(message => message.State == MessageState.Failing) || alone.Any(invocation => invocation.Outcome != InvocationOutcome.Ok)
            ? JourneyStatus.Failed
            : JourneyStatus.Completed;
    }

    /// <summary>When an invocation that did not say how it ended is taken for stuck.</summary>
    public static DateTime? DueAt(Invocation invocation, JourneyRules rules, DateTime now) =>
        invocation.Outcome == InvocationOutcome.Unknown && invocation.EndedAt + rules.LostAfter is var due && due > now ? due : null;

    private static bool IsLost(Message message, JourneyRules rules, DateTime now) =>
        message.State == MessageState.Lost
        || (IsGivenUp(message, rules, now) && message.Attempts[^1].Outcome == InvocationOutcome.Unknown);

    private static bool IsStuck(Invocation invocation, JourneyRules rules, DateTime now) =>
        invocation.Outcome == InvocationOutcome.Unknown && DueAt(invocation, rules, now) is null;

    private static bool IsUnderWay(Message message, JourneyRules rules, DateTime now) =>
        message.State is MessageState.InFlight or MessageState.Failing && !IsGivenUp(message, rules, now);

    /// <summary>Its last attempt failed, and nobody has tried again for so long.</summary>
    private static bool IsGivenUp(Message message, JourneyRules rules, DateTime now) =>
        message.State == MessageState.Failing && message.LastAttemptEndedAt + rules.LostAfter <= now;
}
