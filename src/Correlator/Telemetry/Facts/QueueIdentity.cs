namespace Correlator.Telemetry.Facts;

/// <summary>A queue or topic within a tenant: canonical messaging system (<c>aws_sqs</c>, <c>rabbitmq</c>, ...) and destination name.</summary>
internal readonly record struct QueueIdentity(string System, string Destination)
{
    /// <summary>The queue's dead-letter marking, by naming rule or sub-queue; configuration may override it.</summary>
    public bool LooksLikeDeadLetter { get; init; }

    /// <summary>The destination whose dead letters it takes, where a message told it; else empty.</summary>
    public string DeadLetterOf { get; init; } = "";
}
