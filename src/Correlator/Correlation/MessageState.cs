namespace Correlator.Correlation;

internal enum MessageState : short
{
    /// <summary>Published and not yet attempted.</summary>
    InFlight = 1,
    Processed = 2,
    DeadLettered = 3,

    /// <summary>Published long ago and never attempted.</summary>
    Lost = 4,

    /// <summary>Attempted, and the last attempt did not succeed.</summary>
    Failing = 5,
}
