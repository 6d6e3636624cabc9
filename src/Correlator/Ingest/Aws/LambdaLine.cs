using System.Buffers.Text;

namespace Correlator.Ingest.Aws;

/// <summary>
/// What the runtimes write before a line of text: time, request id and level, by tabs, in the order of the language; blanks in the platform's own lines.
/// </summary>
internal readonly ref struct LambdaLine
{
    private const int Fields = 4;
    private const int GuidLength = 36;

    public ReadOnlySpan<byte> RequestId { get; private init; }

    public ReadOnlySpan<byte> Level { get; private init; }

    public static LambdaLine Of(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> requestId = default, level = default;
        if (line.IsEmpty || line[0] == (byte)'{')
        {
            return default;
        }

        var rest = line;
        for (var field = 0; field < Fields && !rest.IsEmpty; field++)
        {
            var end = rest.IndexOfAny((byte)'\t', (byte)' ');
            var text = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (requestId.IsEmpty && text.Length == GuidLength && Utf8Parser.TryParse(text, out Guid _, out var used) && used == GuidLength)
            {
                requestId = text;
            }
            else if (level.IsEmpty && IsLevel(text.Trim("[]"u8)))
            {
                level = text.Trim("[]"u8);
            }
        }

        return new LambdaLine { RequestId = requestId, Level = level };
    }

    private static bool IsLevel(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("INFO"u8)
        || text.SequenceEqual("ERROR"u8)
        || text.SequenceEqual("WARN"u8)
        || text.SequenceEqual("WARNING"u8)
        || text.SequenceEqual("DEBUG"u8)
        || text.SequenceEqual("TRACE"u8)
        || text.SequenceEqual("FATAL"u8)
        || text.SequenceEqual("CRITICAL"u8);
}
