using Correlator.Ingest;

namespace Correlator.Query;

/// <summary>Whether what is sent arrives, and how far it has come. Counts are this server's since its start; what waits is the database's.</summary>
internal sealed record IngestHealth
{
    public required IReadOnlyList<SignalTotals> Records { get; init; }

    /// <summary>Export requests by how they ended; those that never happened are left out.</summary>
    public required IReadOnlyList<RequestTotals> Requests { get; init; }

    /// <summary>Requests of anybody that were refused before they were read: too large, or there was no room for them.</summary>
    public required long RefusedUnread { get; init; }

    /// <summary>Records of anybody that the database refused: they are lost, and the log says why.</summary>
    public required long DroppedRecords { get; init; }

    /// <summary>Batches whose facts could not be stored: their telemetry is there, and is part of no journey.</summary>
    public required long SetAsideBatches { get; init; }

    /// <summary>Committed batches that wait for correlation.</summary>
    public required long PendingBatches { get; init; }

    /// <summary>How long the oldest of them has waited, seconds: by so much journeys are behind.</summary>
    public required double LagSeconds { get; init; }
    public required JournalHealth Journal { get; init; }

    /// <summary>The last day up to which every table has its partition; null when not even today has.</summary>
    public DateOnly? PartitionsReadyUntil { get; init; }
}
