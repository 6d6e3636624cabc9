namespace Correlator.GraphQL.Language;

/// <summary>Where a node stands in its document: UTF-16 offsets, and line and column counted from one.</summary>
public readonly record struct Location(int Start, int End, int Line, int Column)
{
    /// <summary>The line and column of an offset; CR, LF and CRLF each end a line.</summary>
    public static Location At(string source, int position)
    {
        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < position && i < source.Length; i++)
        {
            var isReturn = source[i] == '\r';
            if (source[i] != '\n' && !isReturn)
            {
                continue;
            }

            if (isReturn && i + 1 < source.Length && source[i + 1] == '\n')
            {
                if (i + 1 >= position)
                {
                    break;
                }

                i++;
            }

            line++;
            lineStart = i + 1;
        }

        return new Location(position, position, line, position - lineStart + 1);
    }
}
