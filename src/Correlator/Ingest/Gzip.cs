using System.Buffers.Binary;
using System.IO.Compression;

namespace Correlator.Ingest;

internal static class Gzip
{
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

            // The stream ends quietly where its input is cut short; the length that closes the last member tells (RFC 1952, ISIZE).
            return problem == BodyProblem.None && DeclaredLength(compressed.Bytes) != (uint)into.Length ? BodyProblem.Corrupt : problem;
        }
        catch (InvalidDataException)
        {
            return BodyProblem.Corrupt;
        }
    }

    private static uint DeclaredLength(ReadOnlySpan<byte> compressed) =>
        compressed.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(compressed[^sizeof(uint)..]);
}
