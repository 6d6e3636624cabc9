using System.Text;

namespace Correlator.GraphQL.Language;

/// <summary>Reads the two forms of text.</summary>
internal static class TextReader
{
    /// <summary>Reads a quoted text from its opening quote; the position becomes the one behind the closing quote.</summary>
    public static string ReadQuoted(string source, ref int position)
    {
        var at = position + 1;
        var from = at;
        StringBuilder? value = null;
        while (at < source.Length)
        {
            var c = source[at];
            if (c == '"')
            {
                position = at + 1;
                return value is null ? source[from..at] : value.Append(source, from, at - from).ToString();
            }

            if (c == '\\')
            {
                value = (value ?? new StringBuilder()).Append(source, from, at - from);
                ReadEscape(source, ref at, value);
                from = at;
                continue;
            }

            if (c is '\n' or '\r')
            {
                break;
            }

            at = Next(source, at);
        }

        throw new GraphQLSyntaxException(source, at, "Unterminated string.");
    }

    /// <summary>Reads a block from its opening quotes.</summary>
    public static string ReadBlock(string source, ref int position, ref int line, ref int lineStart)
    {
        var at = position + 3;
        var from = at;
        var newLineStart = lineStart;
        var current = new StringBuilder();
        var lines = new List<string>();
        while (at < source.Length)
        {
            var c = source[at];
            if (c == '"' && string.CompareOrdinal(source, at, "\"\"\"", 0, 3) == 0)
            {
                lines.Add(current.Append(source, from, at - from).ToString());
                position = at + 3;
                line += lines.Count - 1;
                lineStart = newLineStart;
                return BlockText.Dedent(lines);
            }

            if (c == '\\' && string.CompareOrdinal(source, at, "\\\"\"\"", 0, 4) == 0)
            {
                current.Append(source, from, at - from);
                from = at + 1;
                at += 4;
                continue;
            }

            if (c is '\n' or '\r')
            {
                lines.Add(current.Append(source, from, at - from).ToString());
                current.Clear();
                at += c == '\r' && Characters.At(source, at + 1) == '\n' ? 2 : 1;
                from = newLineStart = at;
                continue;
            }

            at = Next(source, at);
        }

        throw new GraphQLSyntaxException(source, at, "Unterminated string.");
    }

    private static int Next(string source, int at) =>
        Characters.IsScalar(source[at]) ? at + 1
        : Characters.IsPairAt(source, at) ? at + 2
        : throw new GraphQLSyntaxException(source, at, $"Invalid character within String: {Characters.Describe(source, at)}.");

    private static void ReadEscape(string source, ref int at, StringBuilder into)
    {
        var c = Characters.At(source, at + 1);
        if (c == 'u')
        {
            ReadUnicode(source, ref at, into);
            return;
        }

        into.Append(c switch
        {
            '"' or '\\' or '/' => (char)c,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw new GraphQLSyntaxException(source, at, $"Invalid character escape sequence: \"{Slice(source, at, 2)}\"."),
        });
        at += 2;
    }

    private static void ReadUnicode(string source, ref int at, StringBuilder into)
    {
        if (Characters.At(source, at + 2) == '{')
        {
            ReadBraced(source, ref at, into);
            return;
        }

        var code = ReadFour(source, at + 2);
        if (code >= 0 && Characters.IsScalar(code))
        {
            into.Append((char)code);
            at += 6;
            return;
        }

        // A pair of surrogates may be written as two escapes.
        var isEscapeNext = Characters.At(source, at + 6) == '\\' && Characters.At(source, at + 7) == 'u';
        if (code is >= 0xd800 and <= 0xdbff && isEscapeNext && ReadFour(source, at + 8) is >= 0xdc00 and <= 0xdfff and var low)
        {
            into.Append((char)code).Append((char)low);
            at += 12;
            return;
        }

        throw new GraphQLSyntaxException(source, at, $"Invalid Unicode escape sequence: \"{Slice(source, at, 6)}\".");
    }

    private static void ReadBraced(string source, ref int at, StringBuilder into)
    {
        var point = 0;
        var size = 3;
        while (size < 12)
        {
            var c = Characters.At(source, at + size++);
            if (c == '}')
            {
                if (size < 5 || !Characters.IsScalar(point))
                {
                    break;
                }

                into.Append(char.ConvertFromUtf32(point));
                at += size;
                return;
            }

            point = (point << 4) | Hex(c);
            if (point < 0)
            {
                break;
            }
        }

        throw new GraphQLSyntaxException(source, at, $"Invalid Unicode escape sequence: \"{Slice(source, at, size)}\".");
    }

    private static int ReadFour(string source, int at) =>
        (Hex(Characters.At(source, at)) << 12)
        | (Hex(Characters.At(source, at + 1)) << 8)
        | (Hex(Characters.At(source, at + 2)) << 4)
        | Hex(Characters.At(source, at + 3));

    private static int Hex(int c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'A' and <= 'F' => c - 'A' + 10,
        >= 'a' and <= 'f' => c - 'a' + 10,
        _ => -1,
    };

    private static string Slice(string source, int at, int length) => source.Substring(at, Math.Min(length, source.Length - at));
}
