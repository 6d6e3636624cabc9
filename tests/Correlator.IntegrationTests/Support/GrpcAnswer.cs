using System.Net;

namespace Correlator.IntegrationTests.Support;

internal sealed record GrpcAnswer(HttpStatusCode Http, string? Status, string? Message, string? Details, byte[] Body)
{
    public string? AcceptEncoding { get; init; }

    /// <summary>How the answer's message is compressed.</summary>
    public string? Encoding { get; init; }
    public string? ContentType { get; init; }

    /// <summary>The status came behind a message, not in its place.</summary>
    public bool HasTrailers { get; init; }

    /// <summary>Whether google.rpc.RetryInfo stands in the status details: the sender may try again.</summary>
    public bool HasRetryInfo => Details is not null && Text(Details).Contains("google.rpc.RetryInfo", StringComparison.Ordinal);

    /// <summary>Binary trailers are base64 that may lack its padding.</summary>
    private static string Text(string base64) =>
        System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '=')));
}
