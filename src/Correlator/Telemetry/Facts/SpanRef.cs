using System.Diagnostics.CodeAnalysis;

namespace Correlator.Telemetry.Facts;

/// <summary>A span of a trace; as text the ids in hex, with a hyphen between them.</summary>
internal readonly record struct SpanRef(Guid TraceId, long SpanId) : IParsable<SpanRef>
{
    public static SpanRef Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var parsed) ? parsed : throw new FormatException($"'{s}' names no span.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SpanRef result)
    {
        if (s?.Split('-') is [var trace, { Length: 16 } span]
            && Guid.TryParseExact(trace, "n", out var traceId)
            && Telemetry.SpanId.TryParse(span, out var spanId))
        {
            result = new SpanRef(traceId, spanId.ToInt64());
            return true;
        }

        result = default;
        return false;
    }

    /// <inheritdoc cref="Telemetry.TraceId.GetHashCode"/>
    public override int GetHashCode() => ProcessHash.Of((ulong)ProcessHash.Of(TraceId), (ulong)SpanId);

    public override string ToString() => $"{TraceId:n}-{Telemetry.SpanId.FromInt64(SpanId)}";
}
