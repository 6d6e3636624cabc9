namespace Correlator.Query;

/// <summary><c>Correlator:Query</c>.</summary>
internal sealed class QueryOptions
{
    public const string Section = "Correlator:Query";

    /// <summary>Log records that a printed journey shows below one span; more are counted only. JSON has them all.</summary>
    public int LogsPerSpan { get; set; } = 20;

    /// <summary>A journey that takes longer to read is logged as a warning.</summary>
    public TimeSpan SlowJourney { get; set; } = TimeSpan.FromSeconds(1);
}
