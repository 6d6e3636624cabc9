namespace Correlator.Telemetry;

internal enum SpanStatus : byte
{
    Unset = 0,
    Ok = 1,
    Error = 2,
}
