namespace Correlator.Correlation;

/// <summary>The minutes of a function or a queue from one time until another.</summary>
internal readonly record struct MinuteRange(int Id, DateTime From, DateTime Until);
