namespace Correlator.Telemetry.Batches;

internal enum Temporality : byte
{
    Unspecified = 0,
    Delta = 1,
    Cumulative = 2,
}
