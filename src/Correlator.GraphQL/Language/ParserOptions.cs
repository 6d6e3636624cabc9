namespace Correlator.GraphQL.Language;

/// <summary>What a document may cost to read. A document beyond a limit is a syntax error.</summary>
public sealed record ParserOptions
{
    /// <summary>The limits for documents of strangers.</summary>
    public static ParserOptions Default { get; } = new();

    /// <summary>No limit but the depth, which guards the stack: for schemas and other documents of one's own.</summary>
    public static ParserOptions Trusted { get; } = new() { MaxLength = int.MaxValue, MaxTokens = int.MaxValue };

    /// <summary>The most UTF-16 units.</summary>
    public int MaxLength { get; init; } = 256 * 1024;

    /// <summary>The most tokens, comments aside.</summary>
    public int MaxTokens { get; init; } = 20_000;

    /// <summary>The deepest nesting of selection sets, values and types.</summary>
    public int MaxDepth { get; init; } = 128;
}
