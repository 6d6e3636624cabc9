namespace Correlator.Telemetry.Conventions;

/// <summary>What a metric tells of a queue.</summary>
internal enum QueueMeasure
{
    None = 0,
    Depth = 1,

    /// <summary>Seconds.</summary>
    OldestAge = 2,

    /// <summary>The depth of the queue's dead-letter sub-queue.</summary>
    DeadLetterDepth = 3,

    /// <summary>Messages of a period, as the platform counted them.</summary>
    Sent = 4,
    Received = 5,
    Deleted = 6,
}
