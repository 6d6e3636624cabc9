namespace Correlator.Correlation;

internal enum JourneyStatus : short
{
    InFlight = 1,
    Completed = 2,
    Failed = 3,

    /// <summary>A message or an invocation should have ended and has not.</summary>
    Stuck = 4,
}
