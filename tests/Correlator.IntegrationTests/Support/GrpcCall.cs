using System.Net;
using System.Net.Http.Headers;

namespace Correlator.IntegrationTests.Support;

/// <summary>One gRPC call, spelled out in HTTP/2 as the protocol has it.</summary>
internal sealed record GrpcCall(Uri Address, string Path, byte[] Body)
{
    public const string TraceExport = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    public const string LogsExport = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
    public const string MetricsExport = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
    public const string HealthCheck = "/grpc.health.v1.Health/Check";
    private static readonly HttpClient Plain = new(new SocketsHttpHandler { EnableMultipleHttp2Connections = false });

    public HttpClient Client { get; init; } = Plain;

    public string ContentType { get; init; } = "application/grpc";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static byte[] Frame(byte[] message, bool compressed = false) =>
    [
        compressed ? (byte)1 : (byte)0,
        (byte)(message.Length >> 24),
        (byte)(message.Length >> 16),
        (byte)(message.Length >> 8),
        (byte)message.Length,
        .. message,
    ];

    public Task<GrpcAnswer> SendAsync() => SendAsync(Client, CancellationToken.None);

    public async Task<GrpcAnswer> SendAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Body),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var (status, message) = (Value(response, "grpc-status"), Value(response, "grpc-message"));
        return new GrpcAnswer(response.StatusCode, status, message, Value(response, "grpc-status-details-bin"), body)
        {
            AcceptEncoding = Value(response, "grpc-accept-encoding"),
            Encoding = Value(response, "grpc-encoding"),
            ContentType = response.Content.Headers.ContentType?.ToString(),
            HasTrailers = response.TrailingHeaders.Contains("grpc-status"),
        };
    }

    private static string? Value(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var values) || response.Headers.TryGetValues(name, out values) ? string.Join(',', values) : null;
}
