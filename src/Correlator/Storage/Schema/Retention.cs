namespace Correlator.Storage.Schema;

/// <summary>Which of the configured times a table is kept for.</summary>
internal enum Retention
{
    Traces,
    Logs,
    Metrics,
    Results,

    /// <summary>As long as any raw signal: what they all refer to.</summary>
    LongestRaw,
}
