namespace Correlator.Storage;

/// <summary>How far a committed batch has come. The values stand in <c>ledger_batch.state</c>.</summary>
internal enum BatchState
{
    /// <summary>Its facts are packed in the ledger.</summary>
    Packed = 0,

    /// <summary>Its facts are rows; correlation has not looked at them.</summary>
    Stored = 1,
    Correlated = 2,

    /// <summary>Its facts cannot be stored; they stay packed, for a person to look at. Its spans, logs and points are there.</summary>
    SetAside = 3,
}
