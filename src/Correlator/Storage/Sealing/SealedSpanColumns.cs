namespace Correlator.Storage.Sealing;

/// <summary>The columns of a sealed span block, by their places.</summary>
internal static class SealedSpanColumns
{
    public const int Traces = 0;
    public const int SpanIds = 1;
    public const int Parents = 2;

    /// <summary>Ids of spans and traces that are not in the block.</summary>
    public const int OtherIds = 3;
    public const int Starts = 4;
    public const int Durations = 5;
    public const int Names = 6;
    public const int Functions = 7;
    public const int Resources = 8;
    public const int Kinds = 9;
    public const int Flags = 10;
    public const int Attributes = 11;

    /// <summary>Status message, trace state, events and links.</summary>
    public const int Rest = 12;
    public const int Count = 13;
}
