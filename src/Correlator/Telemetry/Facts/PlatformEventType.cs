namespace Correlator.Telemetry.Facts;

/// <summary>The events of the Lambda Telemetry API that tell of an end.</summary>
internal enum PlatformEventType
{
    Other,
    InitReport,
    RuntimeDone,
    Report,
}
