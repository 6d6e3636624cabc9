namespace Correlator.Storage.Sealing;

/// <summary>The columns of a sealed log block, by their places.</summary>
internal static class SealedLogColumns
{
    public const int Traces = 0;
    public const int SpanIds = 1;
    public const int Times = 2;
    public const int Observed = 3;
    public const int Flags = 4;
    public const int Severities = 5;
    public const int SeverityTexts = 6;
    public const int EventNames = 7;
    public const int Functions = 8;
    public const int Resources = 9;
    public const int Attributes = 10;
    public const int Count = 11;
}
