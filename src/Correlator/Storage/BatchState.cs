namespace Correlator.Storage;

/// <summary>How far a committed batch has come. The values stand in <c>ledger_batch.state</c>.</summary>
internal enum BatchState
{
    /// <summary>Its blocks are stored; nobody has looked for facts in them.</summary>
    Committed = 0,

    /// <summary>Its facts are rows; correlation has not looked at them.</summary>
    Stored = 1,
    Correlated = 2,

    /// <summary>Its facts cannot be found or stored: back to <see cref="Committed"/> they are looked for again. Its spans, logs and points are there.</summary>
    SetAside = 3,
}
