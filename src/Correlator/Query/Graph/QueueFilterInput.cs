namespace Correlator.Query.Graph;

/// <summary>Which queues. What is not given matches everything.</summary>
internal sealed record QueueFilterInput
{
    /// <summary>A part of the destination, whatever its case.</summary>
    public string? Text { get; init; }

    /// <summary>As in OpenTelemetry's `messaging.system`.</summary>
    public string? System { get; init; }

    public bool? IsDeadLetter { get; init; }
}
