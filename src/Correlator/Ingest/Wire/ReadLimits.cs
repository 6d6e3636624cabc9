namespace Correlator.Ingest.Wire;

/// <summary>What one request may hold. The excess is cut off and counted; it never costs the batch.</summary>
internal sealed record ReadLimits
{
    public static ReadLimits Default { get; } = new();

    /// <summary>Attributes kept per record, resource or scope.</summary>
    public int MaxAttributes { get; init; } = 1024;

    /// <summary>Bytes kept of one value, cut at a UTF-8 boundary; an array or map takes no further items once it is as long.</summary>
    public int MaxValueBytes { get; init; } = 1 << 20;

    /// <summary>Spans, log records or data points of one request; more are refused. An empty log record takes 2 bytes on the wire and 100 here.</summary>
    public int MaxRecords { get; init; } = 500_000;

    /// <summary>Attributes, events, links and exemplars of one request together, and likewise the numbers of its distributions: 128 MB at most.</summary>
    public int MaxRows { get; init; } = 4_000_000;

    /// <summary>Distinct attribute keys of one request.</summary>
    public int MaxKeys { get; init; } = 20_000;

    /// <summary>Levels of nested arrays and maps; what lies deeper reads as null.</summary>
    public int MaxDepth { get; init; } = 16;

    /// <summary>Events, and likewise links, kept per span.</summary>
    public int MaxChildren { get; init; } = 1024;
}
