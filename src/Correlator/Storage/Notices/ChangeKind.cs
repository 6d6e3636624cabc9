namespace Correlator.Storage.Notices;

/// <summary>What a notice tells of.</summary>
internal enum ChangeKind
{
    Journeys = 1,
    Findings = 2,
}
