using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Ingest.OtlpRules;

/// <summary>A server that takes one request at a time, and someone who takes his time over one.</summary>
internal sealed class OccupiedServer : IAsyncDisposable
{
    private OccupiedServer(CorrelatorServer server, Http2Connection occupant)
    {
        Server = server;
        Occupant = occupant;
    }

    public CorrelatorServer Server { get; }

    public Http2Connection Occupant { get; }

    public static async Task<OccupiedServer> StartAsync(PostgresFixture postgres)
    {
        var server = await CorrelatorServer.StartAsync(postgres, ("Correlator:Ingest:MaxConcurrentExports", "1"), ("Correlator:Ingest:RetryDelay", "00:00:07"));
        var occupant = await Http2Connection.OpenAsync(server.Grpc);
        await occupant.BeginAsync(1);
        await occupant.SendAsync(Http2Connection.Data, 0, 1, 0);
        await Eventually.TrueAsync(() => Task.FromResult(server.Services.GetRequiredService<IntakeLimiter>().ExportsInFlight == 1), "the place taken");
        return new OccupiedServer(server, occupant);
    }

    public async ValueTask DisposeAsync()
    {
        Occupant.Dispose();
        await Server.DisposeAsync();
    }
}
