namespace Correlator.Telemetry.Facts;

/// <summary>The events of the Lambda Telemetry API that tell of a start or an end.</summary>
internal enum PlatformEventType
{
    Other,
    Start,
    InitReport,
    RuntimeDone,
    Report,
}
