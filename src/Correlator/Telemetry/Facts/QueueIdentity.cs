namespace Correlator.Telemetry.Facts;

/// <summary>A queue or topic within a tenant: canonical messaging system (<c>aws_sqs</c>, <c>rabbitmq</c>, ...) and destination name.</summary>
internal readonly record struct QueueIdentity(string System, string Destination)
{
    /// <summary>The queue's dead-letter marking, by naming rule or sub-queue; configuration may override it.</summary>
    public bool LooksLikeDeadLetter { get; init; }

    /// <summary>The destination whose dead letters it takes, where a message told it; else empty.</summary>
    public string DeadLetterOf { get; init; } = "";

    /// <summary>What stands for it, and all others of its kind, when it is one too many for its tenant.</summary>
    public QueueIdentity AsOther() => LooksLikeDeadLetter
        ? new QueueIdentity("other", "(other dead letters)") { LooksLikeDeadLetter = true }
        : new QueueIdentity("other", "(other)");
}
