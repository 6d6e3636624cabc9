namespace Correlator.Correlation;

/// <summary><c>Correlator:Correlation</c>.</summary>
internal sealed class CorrelationOptions
{
    public const string Section = "Correlator:Correlation";

    /// <summary>A published message that nobody attempted for so long is lost.</summary>
    public TimeSpan LostAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>A correlation key seen with more traces than this is set aside: it joins no longer and is reported.</summary>
    public int MaxTracesPerKey { get; set; } = 1000;

    /// <summary>
    /// Destinations that are dead-letter queues though neither their name nor their messages tell it; with a leading
    /// <c>!</c>, destinations that are none though it seems so.
    /// </summary>
    public string[] DeadLetterQueues { get; set; } = [];

    /// <summary>How far from a batch's own times its journeys' other parts are looked for, in days.</summary>
    public int HorizonDays { get; set; } = 7;

    /// <summary>Batches correlated together at most; fewer when they are large.</summary>
    public int MaxBatches { get; set; } = 200;

    /// <summary>A commit older than this that is not correlated makes the server not ready.</summary>
    public TimeSpan MaxLag { get; set; } = TimeSpan.FromSeconds(60);
}
