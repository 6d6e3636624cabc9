using System.Net.Http.Headers;
using System.Text;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Ingest.OtlpRules;

/// <summary>One request by any of the three doors, and what came back in one shape.</summary>
internal static class DoorCall
{
    public const string Grpc = "grpc";
    public const string Protobuf = "application/x-protobuf";
    public const string Json = "application/json";
    private static readonly HttpClient Client = new();

    public static byte[] Encode(string door, Signal signal, string json) => door == Json ? Encoding.UTF8.GetBytes(json) : OtlpSamples.Protobuf(signal, json);

    public static Task<DoorAnswer> SendAsync(CorrelatorServer server, string door, Signal signal, string json) =>
        SendAsync(server, door, signal, Encode(door, signal, json));

    public static Task<DoorAnswer> SendAsync(CorrelatorServer server, string door, Signal signal, byte[] body, bool gzip = false) =>
        SendAsync(server, door, signal, body, gzip ? "gzip" : null);

    /// <param name="encoding">What the body claims to be compressed by.</param>
    public static async Task<DoorAnswer> SendAsync(CorrelatorServer server, string door, Signal signal, byte[] body, string? encoding)
    {
        if (door == Grpc)
        {
            var path = signal switch { Signal.Traces => GrpcCall.TraceExport, Signal.Logs => GrpcCall.LogsExport, _ => GrpcCall.MetricsExport };
            var headers = encoding is not null ? new Dictionary<string, string> { ["grpc-encoding"] = encoding } : [];
            var answer = await new GrpcCall(server.Grpc, path, GrpcCall.Frame(body, encoding is not null)) { Headers = headers }.SendAsync();
            var message = answer.Body.Length > 5 ? answer.Body[5..] : [];
            return new DoorAnswer(answer.Status == "0", answer.Status ?? "", answer.HasRetryInfo, message, "application/grpc")
            {
                Message = answer.Message ?? "",
            };
        }

        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(door);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await Client.PostAsync(new Uri(server.Http, $"/v1/{signal.ToString().ToLowerInvariant()}"), content);
        return new DoorAnswer(
            response.IsSuccessStatusCode,
            ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture),
            response.Headers.RetryAfter is not null,
            await response.Content.ReadAsByteArrayAsync(),
            response.Content.Headers.ContentType?.MediaType);
    }
}
