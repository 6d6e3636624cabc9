using System.Net;
using System.Text;

namespace Correlator.IntegrationTests.Support;

internal sealed record GrpcAnswer(HttpStatusCode Http, string? Status, string? Message, string? Details, byte[] Body)
{
    public string? AcceptEncoding { get; init; }

    /// <summary>Whether google.rpc.RetryInfo stands in the status details: the sender may try again.</summary>
    public bool HasRetryInfo => Details is not null && Encoding.UTF8.GetString(Convert.FromBase64String(Details.PadRight((Details.Length + 3) / 4 * 4, '='))).Contains("google.rpc.RetryInfo", StringComparison.Ordinal);
}
