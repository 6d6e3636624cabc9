namespace Correlator.Detection;

/// <summary>What detectors find; the names are those of the runbooks.</summary>
internal static class FindingKind
{
    public const string ColdStart = "cold-start";
    public const string RetryStorm = "retry-storm";
    public const string DeadLetterGrowth = "dead-letter-growth";
    public const string HotKey = "hot-key";
}
