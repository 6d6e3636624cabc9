namespace Correlator.Query;

/// <summary>How a function's turn in a journey came about.</summary>
internal enum EntryOrigin
{
    /// <summary>The journey begins here, or here for all that is known.</summary>
    Root = 1,

    /// <summary>A message started it.</summary>
    Message = 2,

    /// <summary>A span of another function called it.</summary>
    Call = 3,

    /// <summary>Its span names a parent that never arrived.</summary>
    Orphan = 4,

    /// <summary>Its span links to another trace of the journey.</summary>
    Link = 5,

    /// <summary>No trace context came with it: a key that it shares with another trace joins it.</summary>
    Key = 6,
}
