using Microsoft.Extensions.Primitives;

namespace Correlator.Ingest;

/// <summary>Whether an answer is compressed: when it is long enough to gain by it and its receiver says that it reads gzip.</summary>
internal static class AnswerEncoding
{
    public const string Gzip = "gzip";

    /// <summary>Most answers are empty; gzip's own head and tail take some twenty bytes.</summary>
    private const int Smallest = 128;

    /// <param name="length">Of the answer's body.</param>
    /// <param name="accepted">Accept-Encoding (RFC 9110, section 12.5.3) or grpc-accept-encoding.</param>
    public static bool IsGzip(int length, StringValues accepted) => length >= Smallest && accepted.Count > 0 && Accepts(accepted.ToString());

    private static bool Accepts(ReadOnlySpan<char> accepted)
    {
        foreach (var range in accepted.Split(','))
        {
            var coding = accepted[range].Trim();
            var weight = coding.IndexOf(';');
            var name = weight < 0 ? coding : coding[..weight].Trim();
            if (name.Equals(Gzip, StringComparison.OrdinalIgnoreCase))
            {
                return weight < 0 || !IsZero(coding[(weight + 1)..].Trim());
            }
        }

        return false;
    }

    /// <summary>A weight of zero: not acceptable.</summary>
    private static bool IsZero(ReadOnlySpan<char> weight) =>
        weight.StartsWith("q=", StringComparison.OrdinalIgnoreCase) && weight.Length > 2 && !weight[2..].ContainsAnyExcept('0', '.');
}
