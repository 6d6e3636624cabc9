namespace Correlator.Ingest;

/// <summary>The OTLP doors: <c>Correlator:Ingest</c>.</summary>
internal sealed class IngestOptions
{
    public const string Section = "Correlator:Ingest";

    /// <summary>Address and port of OTLP/gRPC (HTTP/2).</summary>
    public string GrpcEndpoint { get; set; } = "127.0.0.1:4317";

    /// <summary>Address and port of OTLP/HTTP (protobuf and JSON over HTTP/1.1; with TLS over HTTP/2 too).</summary>
    public string HttpEndpoint { get; set; } = "127.0.0.1:4318";

    /// <summary>Largest request, counted after decompression.</summary>
    public int MaxRequestBytes { get; set; } = 64 << 20;

    /// <summary>Bytes of all requests being read, decoded or committed; above it senders are asked to retry.</summary>
    public long MaxBytesInFlight { get; set; } = 256L << 20;

    /// <summary>Requests being read, decoded or committed at once; above it senders are asked to retry.</summary>
    public int MaxConcurrentExports { get; set; } = 4096;

    /// <summary>How long a sender may take over the headers of a request, and as long again over its body.</summary>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Connections that each of the OTLP endpoints may have open; more are closed at once.</summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Calls that one HTTP/2 connection may have open.</summary>
    public int MaxStreamsPerConnection { get; set; } = 1024;

    /// <summary>How long a sender is asked to wait before it tries again (RetryInfo, Retry-After).</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Attributes kept per record, resource or scope.</summary>
    public int MaxAttributes { get; set; } = 1024;

    /// <summary>Bytes kept of one attribute value or log body.</summary>
    public int MaxValueBytes { get; set; } = 1 << 20;

    /// <summary>Origins such as <c>https://shop.example</c> whose scripts may export over HTTP from browsers; <c>*</c>: every origin.</summary>
    public string[] CorsOrigins { get; set; } = [];
}
