using System.Buffers.Binary;
using System.IO.Compression;

namespace Correlator.Ingest;

internal static class Gzip
{
    /// <summary>Check sum and length at a member's end.</summary>
    private const int TrailerBytes = 2 * sizeof(uint);

    /// <summary>Whether that is the name of an encoding by gzip; null when it names neither that nor none at all.</summary>
    public static bool? IsNamed(string encoding) =>
        encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase) ? true
        : encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase) ? false
        : null;

    /// <summary>Inflates a body into another one, whose limit holds for what comes out: a small bomb stays small.</summary>
    public static BodyProblem Inflate(RequestBody compressed, RequestBody into)
    {
        try
        {
            // An empty body compresses to nothing with some libraries (.NET's is one).
            if (compressed.Length == 0)
            {
                return BodyProblem.None;
            }

            // Telemetry deflates to a fifth or less; the first guess saves the doublings. The limit is for what really comes out.
            if (into.Reserve(Math.Min(compressed.Length * 4L, 1 << 20)) == BodyProblem.Full)
            {
                return BodyProblem.Full;
            }

            using var inflating = new GZipStream(compressed.AsStream(), CompressionMode.Decompress);
            var problem = into.Append(inflating);

            return problem == BodyProblem.None && !EndsWhole(compressed.Bytes, into.Bytes) ? BodyProblem.Corrupt : problem;
        }
        catch (InvalidDataException)
        {
            return BodyProblem.Corrupt;
        }
    }

    /// <summary>For answers: they are small, and few are worth it.</summary>
    public static byte[] Deflate(ReadOnlySpan<byte> plain)
    {
        using var compressed = new MemoryStream(plain.Length);
        using (var deflating = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflating.Write(plain);
        }

        return compressed.ToArray();
    }

    /// <summary>
    /// The stream ends quietly where its input is cut short; the length that closes the last member tells (RFC 1952, ISIZE).
    /// Where there was a member before it, what the last one gave is known by its check sum.
    /// </summary>
    private static bool EndsWhole(ReadOnlySpan<byte> compressed, ReadOnlySpan<byte> plain)
    {
        if (compressed.Length < TrailerBytes)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(compressed[^sizeof(uint)..]);
        return length == (uint)plain.Length
            || (length < (uint)plain.Length && Crc32.Compute(plain[^(int)length..]) == BinaryPrimitives.ReadUInt32LittleEndian(compressed[^TrailerBytes..]));
    }
}
