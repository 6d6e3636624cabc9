using System.Buffers.Text;
using System.Text;

namespace Correlator.Benchmarks.Load;

/// <summary>
/// The headers of calls and of their answers in HPACK (RFC 7541) without a dynamic table. Of an answer only the two statuses are read, and only as Kestrel
/// writes them, with names and digits that are not Huffman-coded.
/// </summary>
internal static class GrpcHeaders
{
    private const int StaticEntries = 61;

    // Entries 8 to 14 of the static table.
    private const int FirstStatus = 8;
    private static readonly int[] Statuses = [200, 204, 206, 304, 400, 404, 500];

    /// <summary>The header block of a call.</summary>
    public static byte[] Call(string path, string authority, bool gzip) =>
    [
        0x83, // :method: POST
        0x86, // :scheme: http
        4, .. Text(path),
        1, .. Text(authority),
        0x0F, 31 - 0x0F, .. Text("application/grpc"), // content-type
        0, .. Text("te"), .. Text("trailers"),
        .. gzip ? [0, .. Text("grpc-encoding"), .. Text("gzip")] : Array.Empty<byte>(),
    ];

    /// <summary>The answer with what a block of its headers or trailers adds.</summary>
    public static LoadAnswer Read(ReadOnlySpan<byte> block, LoadAnswer answer)
    {
        while (!block.IsEmpty)
        {
            var first = block[0];
            if ((first & 0x80) != 0)
            {
                var entry = Integer(ref block, bits: 7);
                answer = IsStatus(entry) ? answer with { Status = Statuses[entry - FirstStatus] } : answer;
                MustBeStatic(entry, from: 1);
            }
            else if ((first & 0xE0) == 0x20)
            {
                if (Integer(ref block, bits: 5) is > 0 and var size)
                {
                    throw new InvalidDataException($"The server's header table has {size} bytes instead of none.");
                }
            }
            else
            {
                var entry = Integer(ref block, bits: (first & 0x40) != 0 ? 6 : 4);
                MustBeStatic(entry, from: 0);
                var isGrpcStatus = entry == 0 && Plain(Text(ref block, out var coded), coded).SequenceEqual("grpc-status"u8);
                var value = Text(ref block, out coded);
                answer = isGrpcStatus ? answer with { GrpcStatus = Number(Plain(value, coded)) }
                    : IsStatus(entry) ? answer with { Status = Number(Plain(value, coded)) }
                    : answer;
            }
        }

        return answer;
    }

    private static byte[] Text(string text) =>
        text.Length < 127 ? [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)] : throw new ArgumentException($"Too long: {text}", nameof(text));

    private static bool IsStatus(int entry) => entry >= FirstStatus && entry < FirstStatus + Statuses.Length;

    private static void MustBeStatic(int entry, int from)
    {
        if (entry < from || entry > StaticEntries)
        {
            throw new InvalidDataException($"The server's headers refer to entry {entry}, which no table has.");
        }
    }

    private static ReadOnlySpan<byte> Text(ref ReadOnlySpan<byte> block, out bool coded)
    {
        coded = (block[0] & 0x80) != 0;
        var length = Integer(ref block, bits: 7);
        var text = block[..length];
        block = block[length..];
        return text;
    }

    private static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> text, bool coded) =>
        coded ? throw new InvalidDataException("The server's headers are Huffman-coded, which is not read here.") : text;

    private static int Number(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out int number, out var read) && read == text.Length
        ? number
        : throw new InvalidDataException($"The server's status is '{Encoding.UTF8.GetString(text)}'.");

    // Section 5.1: what the prefix does not hold follows in groups of seven bits, the lowest first.
    private static int Integer(ref ReadOnlySpan<byte> block, int bits)
    {
        var most = (1 << bits) - 1;
        var value = block[0] & most;
        block = block[1..];
        for (var shift = 0; value >= most; shift += 7)
        {
            var next = block[0];
            block = block[1..];
            value = checked(value + ((next & 0x7F) << shift));
            if ((next & 0x80) == 0)
            {
                break;
            }
        }

        return value;
    }
}
