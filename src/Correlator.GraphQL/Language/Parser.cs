namespace Correlator.GraphQL.Language;

/// <summary>Reads GraphQL documents, executable ones and definitions of types.</summary>
public static class Parser
{
    /// <summary>Reads a document.</summary>
    /// <exception cref="GraphQLSyntaxException">The text is no document, or beyond a limit.</exception>
    public static DocumentNode Parse(string source, ParserOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        var tokens = new TokenReader(source, options ?? ParserOptions.Default);
        var executable = new ExecutableParser(tokens);
        var typeSystem = new TypeSystemParser(tokens, executable);
        var definitions = new List<DefinitionNode>();
        do
        {
            definitions.Add(Definition(tokens, executable, typeSystem));
        }
        while (!tokens.Is(TokenKind.EndOfFile));
        return new DocumentNode(definitions, new Location(0, source.Length, 1, 1));
    }

    /// <summary>Reads one value, which may name variables.</summary>
    public static ValueNode ParseValue(string source, ParserOptions? options = null)
    {
        var tokens = new TokenReader(source, options ?? ParserOptions.Default);
        var value = new ExecutableParser(tokens).Value(false);
        tokens.Expect(TokenKind.EndOfFile);
        return value;
    }

    /// <summary>Reads one reference to a type.</summary>
    public static TypeNode ParseType(string source, ParserOptions? options = null)
    {
        var tokens = new TokenReader(source, options ?? ParserOptions.Default);
        var type = new ExecutableParser(tokens).Type();
        tokens.Expect(TokenKind.EndOfFile);
        return type;
    }

    private static DefinitionNode Definition(TokenReader tokens, ExecutableParser executable, TypeSystemParser typeSystem)
    {
        if (tokens.Is(TokenKind.BraceLeft))
        {
            return executable.Operation();
        }

        var isDescribed = tokens.Is(TokenKind.Text) || tokens.Is(TokenKind.BlockText);
        var keyword = isDescribed ? tokens.Ahead() : tokens.Current;
        if (isDescribed && keyword.Kind == TokenKind.BraceLeft)
        {
            throw tokens.Error(tokens.Current, "Unexpected description, descriptions are not supported on shorthand queries.");
        }

        if (keyword.Kind != TokenKind.Name)
        {
            throw tokens.Unexpected(keyword);
        }

        switch (keyword.Value)
        {
            case "query" or "mutation" or "subscription":
                return executable.Operation();
            case "fragment":
                return executable.Fragment();
        }

        if (typeSystem.Definition(keyword.Value!) is { } definition)
        {
            return definition;
        }

        if (isDescribed)
        {
            throw tokens.Error(tokens.Current, "Unexpected description, only GraphQL definitions support descriptions.");
        }

        return keyword.Value == "extend" ? typeSystem.Extension() : throw tokens.Unexpected(keyword);
    }
}
