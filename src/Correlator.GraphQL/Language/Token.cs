namespace Correlator.GraphQL.Language;

/// <summary>A lexical token; names, numbers and texts have a value.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, int Line, int Column, string? Value)
{
    private static readonly string[] Words =
    [
        "<SOF>", "<EOF>", "\"!\"", "\"$\"", "\"&\"", "\"(\"", "\")\"", "\"...\"", "\":\"", "\"=\"", "\"@\"", "\"[\"", "\"]\"", "\"{\"", "\"|\"", "\"}\"",
        "Name", "Int", "Float", "String", "BlockString",
    ];

    /// <summary>How an error names the token.</summary>
    public string Described => Value is null ? Describe(Kind) : $"{Describe(Kind)} \"{Value}\"";

    /// <summary>How an error names any token of a kind.</summary>
    public static string Describe(TokenKind kind) => Words[(int)kind];
}
