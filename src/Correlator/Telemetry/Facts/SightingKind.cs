namespace Correlator.Telemetry.Facts;

/// <summary>What a span tells of a message.</summary>
internal enum SightingKind : byte
{
    Publish = 1,
    Receive = 2,
    Process = 3,
    Settle = 4,
    DeadLetter = 5,
}
