using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Ingest.OtlpRules;

/// <summary>One server for all the rules of a class; each test begins with nothing stored.</summary>
public sealed class RuleServer : IAsyncLifetime
{
    private const string Policy = "Correlator:Ingest:Policy:Rules";
    private CorrelatorServer? _server;

    /// <summary>For a test that leaves something behind, which must be none of the next one's: a server of its own.</summary>
    internal PostgresFixture Postgres { get; } = new();

    internal CorrelatorServer Server => _server ?? throw new InvalidOperationException("The server was not started.");

    public async Task InitializeAsync()
    {
        await Postgres.InitializeAsync();
        _server = await CorrelatorServer.StartAsync(
            Postgres,
            ("Correlator:Ingest:MaxRequestBytes", "100000"),
            ("Correlator:Ingest:MaxValueBytes", "100000"),
            ("Correlator:Ingest:MaxStreamsPerConnection", "200"),
            ("Correlator:Ingest:CorsOrigins:0", "https://shop.example"),
            ($"{Policy}:0:Name", "noise"),
            ($"{Policy}:0:Action", "Drop"),
            ($"{Policy}:0:Key", "debug.*"),
            ($"{Policy}:1:Name", "customers"),
            ($"{Policy}:1:Action", "Hash"),
            ($"{Policy}:1:Key", "customer.email"));
    }

    public async Task DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Postgres.DisposeAsync();
    }
}
