using System.Text;

namespace Correlator.Telemetry.Conventions;

/// <summary>
/// Trace ids as platforms write them into log fields: plain, X-Ray's <c>1-8hex-24hex</c> (bare or in its header), and Google's resource name.
/// </summary>
internal static class TraceReferences
{
    private const int MaxLength = 200;
    private const string XRayRoot = "Root=";

    public static bool TryParse(ReadOnlySpan<byte> value, out TraceId id)
    {
        id = default;
        Span<char> chars = stackalloc char[MaxLength];
        return value.Length <= MaxLength
            && Ascii.ToUtf16(value, chars, out var length) == System.Buffers.OperationStatus.Done
            && TryParse(chars[..length], out id);
    }

    public static bool TryParse(ReadOnlySpan<char> text, out TraceId id)
    {
        var root = text.IndexOf(XRayRoot);
        if (root >= 0)
        {
            text = text[(root + XRayRoot.Length)..];
            text = text.IndexOf(';') is >= 0 and var end ? text[..end] : text;
        }

        text = text[(text.LastIndexOf('/') + 1)..].Trim();
        if (text is not ['1', '-', .. { Length: 33 } xray] || xray[8] != '-')
        {
            return TraceId.TryParse(text, out id) && !id.IsZero;
        }

        Span<char> hex = stackalloc char[32];
        xray[..8].CopyTo(hex);
        xray[9..].CopyTo(hex[8..]);
        return TraceId.TryParse(hex, out id) && !id.IsZero;
    }
}
