using System.IO.Compression;

namespace Correlator.Ingest;

internal static class Gzip
{
    /// <summary>Inflates a body into another one, whose limit holds for what comes out: a small bomb stays small.</summary>
    public static BodyProblem Inflate(RequestBody compressed, RequestBody into)
    {
        try
        {
            // Telemetry deflates to a fifth or less; the first guess saves the doublings.
            var problem = into.Reserve(Math.Min(compressed.Length * 4L, 1 << 20));
            if (problem == BodyProblem.TooLarge)
            {
                problem = BodyProblem.None;
            }

            if (problem != BodyProblem.None)
            {
                return problem;
            }

            if (compressed.Length == 0)
            {
                return BodyProblem.Corrupt;
            }

            using var inflating = new GZipStream(compressed.AsStream(), CompressionMode.Decompress);
            return into.Append(inflating);
        }
        catch (InvalidDataException)
        {
            return BodyProblem.Corrupt;
        }
    }
}
