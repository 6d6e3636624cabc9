using Correlator.Ingest.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest;

/// <summary>Opens the ingest endpoints on the server's Kestrel and marks their connections with the door they came by.</summary>
internal sealed class KestrelSetup(
    IOptions<IngestOptions> options,
    TlsCertificates certificates,
    IngestEndpoints endpoints)
    : IConfigureOptions<KestrelServerOptions>
{
    private static readonly TimeSpan KeepAlivePingDelay = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan KeepAlivePingTimeout = TimeSpan.FromSeconds(20);

    public void Configure(KestrelServerOptions kestrel)
    {
        var ingest = options.Value;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = ingest.MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = ingest.BodyTimeout;

        // A peer that vanished says nothing: it is asked.
        var http2 = kestrel.Limits.Http2;
        http2.KeepAlivePingDelay = KeepAlivePingDelay;
        http2.KeepAlivePingTimeout = KeepAlivePingTimeout;
        http2.MaxStreamsPerConnection = ingest.MaxStreamsPerConnection;

        // A 500-span request has about 435 KB: one stream takes two of them, and a connection 16 streams' worth, without waiting for a window update.
        http2.InitialStreamWindowSize = 1 << 20;
        http2.InitialConnectionWindowSize = 16 << 20;
        http2.MaxFrameSize = 64 << 10;
        ListenOptions? grpcListener = null;
        ListenOptions? httpListener = null;
        kestrel.Listen(Endpoint.Parse(ingest.GrpcEndpoint), listen => grpcListener = Mark(listen, HttpProtocols.Http2, Door.Grpc));

        // Without TLS Kestrel speaks one version per endpoint, and exporters of OTLP/HTTP speak HTTP/1.1 there; with it, client and server agree on one.
        var httpProtocols = certificates.IsOn(Door.Http) ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
        kestrel.Listen(Endpoint.Parse(ingest.HttpEndpoint), listen => httpListener = Mark(listen, httpProtocols, Door.Http));
        endpoints.Listen(grpcListener!, httpListener!);
    }

    private ListenOptions Mark(ListenOptions listen, HttpProtocols protocols, Door door)
    {
        listen.Protocols = protocols;
        listen.UseTls(door, certificates);
        listen.Use(next => connection =>
        {
            connection.Features.Set(door);
            return next(connection);
        });
        return listen;
    }
}
