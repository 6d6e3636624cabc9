namespace Correlator.Ingest.Wire;

/// <summary>What one request may hold. The excess is cut off and counted; it never costs the batch.</summary>
internal sealed record ReadLimits
{
    public static ReadLimits Default { get; } = new();

    /// <summary>Attributes kept per record, resource or scope.</summary>
    public int MaxAttributes { get; init; } = 1024;

    /// <summary>Bytes kept of one value, cut at a UTF-8 boundary.</summary>
    public int MaxValueBytes { get; init; } = 1 << 20;

    /// <summary>Levels of nested arrays and maps; what lies deeper reads as null.</summary>
    public int MaxDepth { get; init; } = 16;

    /// <summary>Events, and likewise links, kept per span.</summary>
    public int MaxChildren { get; init; } = 1024;
}
