namespace Correlator.Telemetry.Facts;

internal enum InvocationOutcome : byte
{
    Ok = 0,
    Error = 1,
    Timeout = 2,
    OutOfMemory = 3,

    /// <summary>It started and never said how it ended.</summary>
    Unknown = 4,
}
