namespace Correlator.Detection;

/// <summary>What becomes of a finding after an evaluation.</summary>
internal enum FindingChange
{
    None = 0,
    Open = 1,
    Update = 2,

    /// <summary>Calm once more, not yet long enough.</summary>
    Calm = 3,
    Close = 4,
}
