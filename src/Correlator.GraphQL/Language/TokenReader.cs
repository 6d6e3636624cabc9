namespace Correlator.GraphQL.Language;

/// <summary>The tokens of a document, one at a time, with the limits that hold while reading.</summary>
internal sealed class TokenReader
{
    private readonly Lexer _lexer;
    private readonly ParserOptions _options;
    private Token? _ahead;
    private int _tokens;
    private int _depth;

    public TokenReader(string source, ParserOptions options)
    {
        _lexer = new Lexer(source);
        _options = options;
        if (source.Length > options.MaxLength)
        {
            throw new GraphQLSyntaxException(source, options.MaxLength, $"Document is longer than {options.MaxLength} characters. Parsing aborted.");
        }

        Advance();
    }

    public Token Current { get; private set; }

    public Token Last { get; private set; }

    public Token Ahead() => _ahead ??= _lexer.Next();

    public void Advance()
    {
        Last = Current;
        Current = _ahead ?? _lexer.Next();
        _ahead = null;
        if (Current.Kind != TokenKind.EndOfFile && ++_tokens > _options.MaxTokens)
        {
            throw Error(Current, $"Document contains more than {_options.MaxTokens} tokens. Parsing aborted.");
        }
    }

    /// <summary>Guards the stack: what nests calls this before it descends.</summary>
    public void Descend()
    {
        if (++_depth > _options.MaxDepth)
        {
            throw Error(Current, $"Document is nested deeper than {_options.MaxDepth} levels. Parsing aborted.");
        }
    }

    public void Ascend() => _depth--;

    public bool Is(TokenKind kind) => Current.Kind == kind;

    public Token Expect(TokenKind kind)
    {
        var token = Current;
        if (token.Kind != kind)
        {
            throw Error(token, $"Expected {Token.Describe(kind)}, found {token.Described}.");
        }

        Advance();
        return token;
    }

    public bool Accept(TokenKind kind)
    {
        if (Current.Kind != kind)
        {
            return false;
        }

        Advance();
        return true;
    }

    public void ExpectKeyword(string word)
    {
        if (!AcceptKeyword(word))
        {
            throw Error(Current, $"Expected \"{word}\", found {Current.Described}.");
        }
    }

    public bool AcceptKeyword(string word)
    {
        if (Current.Kind != TokenKind.Name || Current.Value != word)
        {
            return false;
        }

        Advance();
        return true;
    }

    public IReadOnlyList<T> Any<T>(TokenKind open, Func<T> read, TokenKind close)
    {
        Expect(open);
        var items = new List<T>();
        while (!Accept(close))
        {
            items.Add(read());
        }

        return items;
    }

    public IReadOnlyList<T> Many<T>(TokenKind open, Func<T> read, TokenKind close)
    {
        Expect(open);
        var items = new List<T>();
        do
        {
            items.Add(read());
        }
        while (!Accept(close));
        return items;
    }

    public IReadOnlyList<T> OptionalMany<T>(TokenKind open, Func<T> read, TokenKind close) => Is(open) ? Many(open, read, close) : [];

    public IReadOnlyList<T> Delimited<T>(TokenKind delimiter, Func<T> read)
    {
        Accept(delimiter);
        var items = new List<T>();
        do
        {
            items.Add(read());
        }
        while (Accept(delimiter));
        return items;
    }

    public Location From(Token start) => new(start.Start, Math.Max(Last.End, start.Start), start.Line, start.Column);

    public GraphQLSyntaxException Unexpected(Token token) => Error(token, $"Unexpected {token.Described}.");

    public GraphQLSyntaxException Error(Token token, string reason) => new(_lexer.Source, token.Start, reason);
}
