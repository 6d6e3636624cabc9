namespace Correlator.Storage.Catalogs;

/// <summary>A queue's row.</summary>
internal sealed record StoredQueue
{
    public required int QueueId { get; init; }

    /// <summary>As in OpenTelemetry's <c>messaging.system</c>.</summary>
    public required string System { get; init; }
    public required string Destination { get; init; }
    public required bool IsDeadLetter { get; init; }
    public required DateTime FirstSeen { get; init; }
}
