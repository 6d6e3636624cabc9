using System.Buffers.Binary;
using System.Text;

namespace Correlator.Ingest.Policy;

/// <summary>
/// Tells whether any of some dozens of ASCII words, in either case, stands in a text; nearly always none does. Of each word the stretch of letters is taken
/// that is rarest in usual telemetry, as long as the shortest word; every second place or so of the text is then asked, by one bit for its two bytes, whether
/// it can be in such a stretch (after Wu and Manber). A general search for several strings stops at the beginnings of words, and <c>access_key</c>
/// begins as much else does.
/// </summary>
internal sealed class WordSearch
{
    /// <summary>What is usual, so that pairs of letters in it are common ones.</summary>
    private const string Usual =
        "service.name deployment.environment.name production telemetry.sdk.language opentelemetry instrumentation messaging.destination.name "
        + "messaging.message.id messaging.operation.type send receive process conversation_id http.request.method http.response.status_code url.path "
        + "server.address client.address cloud.resource_id cloud.region europe-west1 us-east-1 asia-southeast1 amazonaws.com function "
        + "code.function.name code.file.path src handler thread.id app.tenant "
        + "the order was completed and the payment is pending for this customer; error: connection timed out after retry, exception in repository save async "
        + "db.query.text select from where insert into values update set user_agent.original mozilla application json content-type token expired localization";

    private readonly byte[][] _words;
    private readonly int _step;

    /// <summary>A bit for every two bytes that stand in a chosen stretch: 8 KiB, which stay in the first-level cache.</summary>
    private readonly ulong[] _pairs = new ulong[65536 / 64];

    /// <summary>Which words, and where in them, by two bytes.</summary>
    private readonly (byte[] Word, int Offset)[][] _places = new (byte[], int)[65536][];

    /// <param name="words">Of two ASCII characters or more.</param>
    public WordSearch(IEnumerable<string> words)
    {
        _words = [.. words.Select(word => Encoding.ASCII.GetBytes(word.ToLowerInvariant()))];
        var shortest = _words.Min(word => word.Length);
        _step = shortest - 1;
        var common = Commonness();
        foreach (var word in _words)
        {
            var start = Enumerable.Range(0, word.Length - shortest + 1).MinBy(at => Enumerable.Range(at, _step).Sum(pair => common(Pair(word, pair))));
            for (var offset = start; offset < start + _step; offset++)
            {
                Add(word, offset);
            }
        }
    }

    public bool IsIn(ReadOnlySpan<byte> text)
    {
        var (pairs, step) = (_pairs, _step);
        for (var at = 0; at < text.Length - 1; at += step)
        {
            var pair = text[at] | (text[at + 1] << 8);
            if ((pairs[pair >> 6] & (1UL << pair)) != 0 && IsAround(text, at, pair))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsAround(ReadOnlySpan<byte> text, int at, int pair)
    {
        foreach (var (word, offset) in _places[pair])
        {
            var start = at - offset;
            if (start >= 0 && start + word.Length <= text.Length && Ascii.EqualsIgnoreCase(text.Slice(start, word.Length), word))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(byte[] word, int offset)
    {
        Span<byte> pair = stackalloc byte[2];
        for (var upper = 0; upper < 4; upper++)
        {
            pair[0] = InCase(word[offset], (upper & 1) != 0);
            pair[1] = InCase(word[offset + 1], (upper & 2) != 0);
            var bits = Pair(pair, 0);
            _pairs[bits >> 6] |= 1UL << (bits & 63);
            _places[bits] = [.. (_places[bits] ?? []).Append((word, offset)).Distinct()];
        }
    }

    private static byte InCase(byte letter, bool upper) => upper && letter is >= (byte)'a' and <= (byte)'z' ? (byte)(letter - 32) : letter;

    private static ushort Pair(ReadOnlySpan<byte> text, int at) => BinaryPrimitives.ReadUInt16LittleEndian(text[at..]);

    /// <summary>How often a pair stands in usual text; two hexadecimal digits stand in every id.</summary>
    private static Func<ushort, int> Commonness()
    {
        var usual = Encoding.ASCII.GetBytes(Usual);
        var counts = Enumerable.Range(0, usual.Length - 1).CountBy(at => Pair(usual, at)).ToDictionary();
        return pair => counts.GetValueOrDefault(pair) + (char.IsAsciiHexDigitLower((char)(pair & 255)) && char.IsAsciiHexDigitLower((char)(pair >> 8)) ? 2 : 0);
    }
}
