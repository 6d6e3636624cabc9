using Correlator.Correlation;

namespace Correlator.IntegrationTests.Support;

internal sealed record JoinedJourney(JourneySummary Summary, IReadOnlyList<Guid> Traces, IReadOnlyList<Message> Messages)
{
    public override string ToString() =>
        $"{Summary.Status}, {Traces.Count} traces, messages: " + string.Join("; ", Messages.Select(message =>
            $"{message.MessageId} in queue {message.QueueId} {message.State} -> {message.DeadLetterQueueId}: "
            + string.Join(", ", message.Attempts.Select(attempt => $"#{attempt.Number} q{attempt.QueueId} {attempt.Outcome} {attempt.ErrorSignature}"))));
}
