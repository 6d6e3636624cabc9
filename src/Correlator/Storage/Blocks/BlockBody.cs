using System.Buffers;
using System.IO.Compression;

namespace Correlator.Storage.Blocks;

/// <summary>
/// A body is: the directory (trace ids and counts, left uncompressed so that a trace is found before anything is inflated), the
/// payload's length, and the payload, Brotli-compressed as one.
/// </summary>
internal static class BlockBody
{
    /// <summary>Format 1: this layout, Brotli.</summary>
    public const short Format = 1;

    /// <summary>Of 11: less time than 1 for 10 % more bytes (137 instead of 124 a span of the load corpus); window 2^22 covers any fresh block.</summary>
    public const int FreshQuality = 0;
    private const int Window = 22;

    /// <summary>A block of 2,000 spans inflates to about 1 MB; nothing we write comes near this.</summary>
    private const int MaxPayload = 256 << 20;

    public static void Pack(ByteWriter directory, ByteWriter payload, ByteWriter into, int quality = FreshQuality)
    {
        into.Clear();
        into.Bytes(directory.Written);
        into.Varint(payload.Length);
        var free = into.Free(BrotliEncoder.GetMaxCompressedLength(payload.Length));
        into.Advance(BrotliEncoder.TryCompress(payload.Written, free, out var compressed, quality, Window)
            ? compressed
            : throw new InvalidOperationException("The Brotli encoder refused a payload that fits its own bound."));
    }

    public static byte[] Pack(ByteWriter directory, ByteWriter payload, int quality = FreshQuality)
    {
        using var body = new ByteWriter();
        Pack(directory, payload, body, quality);
        return body.ToArray();
    }

    /// <summary>Reads what is in the payload of a body whose directory was read.</summary>
    public static T Read<T>(ref ByteReader body, PayloadReading<T> reading)
    {
        var inflated = Inflate(ref body, out var length);
        try
        {
            var payload = new ByteReader(inflated.AsSpan(0, length));
            return reading(ref payload);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(inflated);
        }
    }

    /// <summary>Inflates what follows the directory into a rented array.</summary>
    public static byte[] Inflate(ref ByteReader body, out int length)
    {
        var size = body.Varint();
        if (size > MaxPayload)
        {
            throw new CorruptBlockException("the payload claims to be larger than any block");
        }

        length = (int)size;
        var payload = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
        if (BrotliDecoder.TryDecompress(body.Bytes(body.Remaining), payload.AsSpan(0, length), out var written) && written == length)
        {
            return payload;
        }

        ArrayPool<byte>.Shared.Return(payload);
        throw new CorruptBlockException("the payload does not inflate to its length");
    }
}
