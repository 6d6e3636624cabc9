namespace Correlator.Storage.Schema;

/// <summary>How a row in a catch-all partition shows its age: its own time is odd, that is why it is there.</summary>
internal enum CatchAllAge
{
    /// <summary>The table is partitioned by receipt and has no catch-all.</summary>
    None,

    /// <summary>By the batch that brought it.</summary>
    Batch,

    /// <summary>By its last rewriting.</summary>
    Update,

    /// <summary>It goes with its journey.</summary>
    Journey,

    /// <summary>By when the minute was first counted.</summary>
    Count,
}
