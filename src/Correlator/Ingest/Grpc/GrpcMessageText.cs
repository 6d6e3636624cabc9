using System.Text;

namespace Correlator.Ingest.Grpc;

/// <summary>grpc-message: UTF-8, percent-encoded but for printable ASCII without '%' (gRPC over HTTP/2, "Responses").</summary>
internal static class GrpcMessageText
{
    private const int MaxBytes = 1024;

    public static string Encode(string message)
    {
        if (message.Length <= MaxBytes && !message.AsSpan().ContainsAnyExceptInRange(' ', '~') && !message.Contains('%', StringComparison.Ordinal))
        {
            return message;
        }

        var utf8 = Encoding.UTF8.GetBytes(message);
        var text = new StringBuilder(Math.Min(utf8.Length, MaxBytes) + 32);
        foreach (var value in utf8.AsSpan(0, CutAtCharacter(utf8)))
        {
            if (value is >= 0x20 and <= 0x7e and not (byte)'%')
            {
                text.Append((char)value);
            }
            else
            {
                text.Append('%').Append(Convert.ToHexString([value]));
            }
        }

        return text.ToString();
    }

    private static int CutAtCharacter(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= MaxBytes)
        {
            return utf8.Length;
        }

        var end = MaxBytes;
        while (end > 0 && (utf8[end] & 0xc0) == 0x80)
        {
            end--;
        }

        return end;
    }
}
