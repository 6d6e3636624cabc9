using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Correlator.Ingest;

/// <summary>Where the doors really listen: with port 0 in the options, the port is known once the server has started.</summary>
internal sealed class IngestEndpoints
{
    private ListenOptions? _grpc;
    private ListenOptions? _http;

    public IPEndPoint Grpc => Bound(_grpc);

    public IPEndPoint Http => Bound(_http);

    public void Listen(ListenOptions grpc, ListenOptions http)
    {
        _grpc = grpc;
        _http = http;
    }

    private static IPEndPoint Bound(ListenOptions? listening) =>
        listening?.IPEndPoint ?? throw new InvalidOperationException("The ingest endpoints are known once the server has started.");
}
