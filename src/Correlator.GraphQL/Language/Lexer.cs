namespace Correlator.GraphQL.Language;

/// <summary>Cuts a document into tokens (specification, section 2.1).</summary>
internal sealed class Lexer(string source)
{
    private int _line = 1;
    private int _lineStart;
    private int _position;

    public string Source => source;

    public Token Next()
    {
        while (_position < source.Length)
        {
            var c = source[_position];
            switch (c)
            {
                case '\ufeff' or '\t' or ' ' or ',':
                    _position++;
                    continue;
                case '\n' or '\r':
                    _position += c == '\r' && Characters.At(source, _position + 1) == '\n' ? 2 : 1;
                    _line++;
                    _lineStart = _position;
                    continue;
                case '#':
                    SkipComment();
                    continue;
                case '.' when string.CompareOrdinal(source, _position, "...", 0, 3) == 0:
                    return Make(TokenKind.Spread, 3);
                case '"':
                    return Text();
            }

            if (Punctuator(c) is { } kind)
            {
                return Make(kind, 1);
            }

            if (Characters.IsDigit(c) || c == '-')
            {
                return Number();
            }

            if (Characters.IsNameStart(c))
            {
                return Name();
            }

            if (c == '\'')
            {
                throw Error(_position, "Unexpected single quote character ('), did you mean to use a double quote (\")?");
            }

            var isCharacter = Characters.IsScalar(c) || Characters.IsPairAt(source, _position);
            throw Error(_position, $"{(isCharacter ? "Unexpected" : "Invalid")} character: {Characters.Describe(source, _position)}.");
        }

        return new Token(TokenKind.EndOfFile, source.Length, source.Length, _line, source.Length - _lineStart + 1, null);
    }

    private static TokenKind? Punctuator(char c) => c switch
    {
        '!' => TokenKind.Bang,
        '$' => TokenKind.Dollar,
        '&' => TokenKind.Ampersand,
        '(' => TokenKind.ParenLeft,
        ')' => TokenKind.ParenRight,
        ':' => TokenKind.Colon,
        '=' => TokenKind.EqualsSign,
        '@' => TokenKind.At,
        '[' => TokenKind.BracketLeft,
        ']' => TokenKind.BracketRight,
        '{' => TokenKind.BraceLeft,
        '|' => TokenKind.Pipe,
        '}' => TokenKind.BraceRight,
        _ => null,
    };

    private Token Make(TokenKind kind, int length, string? value = null)
    {
        var start = _position;
        _position += length;
        return new Token(kind, start, _position, _line, start - _lineStart + 1, value);
    }

    private void SkipComment()
    {
        _position++;
        while (_position < source.Length && source[_position] is not ('\n' or '\r'))
        {
            if (!Characters.IsScalar(source[_position]))
            {
                if (!Characters.IsPairAt(source, _position))
                {
                    return;
                }

                _position++;
            }

            _position++;
        }
    }

    private Token Name()
    {
        var end = _position + 1;
        while (end < source.Length && Characters.IsNamePart(source[end]))
        {
            end++;
        }

        return Make(TokenKind.Name, end - _position, source[_position..end]);
    }

    private Token Text()
    {
        var (start, line, column) = (_position, _line, _position - _lineStart + 1);
        if (string.CompareOrdinal(source, _position, "\"\"\"", 0, 3) == 0)
        {
            var block = TextReader.ReadBlock(source, ref _position, ref _line, ref _lineStart);
            return new Token(TokenKind.BlockText, start, _position, line, column, block);
        }

        var text = TextReader.ReadQuoted(source, ref _position);
        return new Token(TokenKind.Text, start, _position, line, column, text);
    }

    private Token Number()
    {
        var at = _position;
        var isFloat = false;
        at += source[at] == '-' ? 1 : 0;
        if (Characters.At(source, at) == '0')
        {
            at++;
            if (Characters.IsDigit(Characters.At(source, at)))
            {
                throw Error(at, $"Invalid number, unexpected digit after 0: {Characters.Describe(source, at)}.");
            }
        }
        else
        {
            at = Digits(at);
        }

        if (Characters.At(source, at) == '.')
        {
            isFloat = true;
            at = Digits(at + 1);
        }

        if (Characters.At(source, at) is 'e' or 'E')
        {
            isFloat = true;
            at++;
            at = Digits(Characters.At(source, at) is '+' or '-' ? at + 1 : at);
        }

        if (Characters.At(source, at) == '.' || Characters.IsNameStart(Characters.At(source, at)))
        {
            throw Error(at, $"Invalid number, expected digit but got: {Characters.Describe(source, at)}.");
        }

        return Make(isFloat ? TokenKind.FloatNumber : TokenKind.IntNumber, at - _position, source[_position..at]);
    }

    private int Digits(int at)
    {
        if (!Characters.IsDigit(Characters.At(source, at)))
        {
            throw Error(at, $"Invalid number, expected digit but got: {Characters.Describe(source, at)}.");
        }

        while (Characters.IsDigit(Characters.At(source, at)))
        {
            at++;
        }

        return at;
    }

    private GraphQLSyntaxException Error(int position, string reason) => new(source, position, reason);
}
