namespace Correlator.Telemetry;

internal enum Signal : byte
{
    Traces = 1,
    Logs = 2,
    Metrics = 3,
}
