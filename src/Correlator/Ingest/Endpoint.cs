using System.Net;

namespace Correlator.Ingest;

internal static class Endpoint
{
    private const string Localhost = "localhost:";

    public static IPEndPoint Parse(string text) =>
        TryParse(text, out var endpoint) ? endpoint : throw new FormatException($"'{text}' is not an IP address and a port.");

    /// <summary>Reads <c>address:port</c>; <c>localhost</c> means the IPv4 loopback, <c>*</c> every address.</summary>
    public static bool TryParse(string? text, out IPEndPoint endpoint)
    {
        endpoint = new IPEndPoint(IPAddress.Loopback, 0);
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        var spelled = text.StartsWith(Localhost, StringComparison.OrdinalIgnoreCase) ? "127.0.0.1:" + text[Localhost.Length..]
            : text.StartsWith("*:", StringComparison.Ordinal) ? "[::]:" + text[2..]
            : text;

        // Without a colon the text would be taken for an address alone, with port 0.
        var portAt = spelled.LastIndexOf(':');
        if (portAt <= 0 || portAt == spelled.Length - 1 || !IPEndPoint.TryParse(spelled, out var parsed))
        {
            return false;
        }

        if (parsed.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 && !spelled.StartsWith('['))
        {
            return false;
        }

        endpoint = parsed;
        return true;
    }
}
