using System.Net;
using Correlator.Correlation;
using Correlator.Detection;
using Correlator.Hosting;
using Correlator.Ingest;
using Correlator.Ingest.Access;
using Correlator.Ingest.Tls;
using Correlator.Query;
using Correlator.Query.Graph;
using Correlator.Storage;
using Correlator.Storage.Schema;
using Correlator.Telemetry;
using Correlator.Telemetry.Read;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Correlator.IntegrationTests.Support;

/// <summary>The real application on ports of its own, over a database of its own.</summary>
internal sealed class CorrelatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ListenOptions _web;
    private Func<Task> _dropDatabase = () => Task.CompletedTask;

    private CorrelatorServer(WebApplication app, ListenOptions web)
    {
        _app = app;
        _web = web;
    }

    public IServiceProvider Services => _app.Services;

    public Uri Grpc => AddressOf(Endpoints.Grpc, Door.Grpc);

    public Uri Http => AddressOf(Endpoints.Http, Door.Http);

    /// <summary>The door for people.</summary>
    public Uri Web => new($"http://{_web.IPEndPoint}");

    private IngestEndpoints Endpoints => Services.GetRequiredService<IngestEndpoints>();

    /// <summary>On a database of its own, which goes with it.</summary>
    public static async Task<CorrelatorServer> StartAsync(PostgresFixture postgres, params (string Key, string Value)[] settings)
    {
        var database = await postgres.CreateDatabaseAsync();
        var server = await StartAsync(database, settings);
        server._dropDatabase = () => postgres.DropDatabaseAsync(new NpgsqlConnectionStringBuilder(database).Database.ShouldNotBeNull());
        return server;
    }

    public static Task<CorrelatorServer> StartAsync(string connectionString, params (string Key, string Value)[] settings) =>
        StartAsync(connectionString, TimeProvider.System, settings);

    public static async Task<CorrelatorServer> StartAsync(string connectionString, TimeProvider time, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Correlator"] = connectionString,
            ["Correlator:Storage:JournalFolder"] = "",
            ["Correlator:Ingest:GrpcEndpoint"] = "127.0.0.1:0",
            ["Correlator:Ingest:HttpEndpoint"] = "127.0.0.1:0",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddSingleton(time);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = builder.Configuration
            .GetValue("Correlator:Hosting:ShutdownTimeout", new HostingOptions().ShutdownTimeout));
        builder.AddIngest().AddStorage().AddCorrelation().AddDetection().AddQuery().AddLive().AddGraph();
        ListenOptions? web = null;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => web = listen));
        var app = builder.Build();
        app.MapIngest();
        app.UseWebSockets();
        app.UseAccess();
        app.MapGraph();
        await app.StartAsync();
        return new CorrelatorServer(app, web!);
    }

    public Task<IReadOnlyList<Span>> SpansAsync(params TraceId[] traces) =>
        Services.GetRequiredService<SpanReader>().ReadTracesAsync(TenantResolver.LocalTenant, traces, CancellationToken.None);

    public Task<IReadOnlyList<LogRecord>> LogsAsync(params TraceId[] traces) =>
        Services.GetRequiredService<LogReader>().ReadTracesAsync(TenantResolver.LocalTenant, traces, CancellationToken.None);

    /// <summary>The one journey that an id finds, once it is as the test expects.</summary>
    public async Task<JoinedJourney> JourneyAsync(string id, Func<JoinedJourney, bool> expected)
    {
        JoinedJourney? last = null;
        return await Eventually.GetAsync(
            async () =>
            {
                last = await FindJourneyAsync(id) ?? last;
                return last is not null && expected(last) ? last : null;
            },
            () => $"the journey of {id}, last seen as: {last}");
    }

    public async Task<long> CountAsync(string table, string where = "true")
    {
        await using var connection = await Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>($"SELECT count(*) FROM {table} WHERE {where}");
    }

    public async Task<long> SumAsync(string table, string column)
    {
        await using var connection = await Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>($"SELECT coalesce(sum({column}), 0) FROM {table}");
    }

    public async Task<string> TextAsync(string sql)
    {
        await using var connection = await Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<string>(sql) ?? "";
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await connection.ExecuteAsync(sql);
    }

    /// <summary>Waits until nothing that was committed is left to correlate.</summary>
    public Task CorrelatedAsync() => Eventually.TrueAsync(async () => await CountAsync("ledger_batch", "state < 2") == 0, "all batches correlated");

    /// <summary>As if nothing had been stored yet, but for the names of functions, queues and series.</summary>
    public async Task ForgetAsync()
    {
        await CorrelatedAsync();
        await ExecuteAsync(string.Concat(PartitionedTable.All.Select(table => $"DELETE FROM {table.Name};")));
    }

    /// <summary>Keeps every server of this database from correlating until the result is disposed.</summary>
    public async Task<IAsyncDisposable> StopCorrelationAsync()
    {
        // A worker confirms its office before each round: once its backend is gone it does nothing more.
        // Another may take the office before us; then it is its turn to go.
        var elections = Services.GetRequiredService<ElectionStore>();
        while (true)
        {
            await ExecuteAsync(
                $"""
                SELECT pg_terminate_backend(pid) FROM pg_locks
                WHERE locktype = 'advisory' AND granted AND objid = {AdvisoryLocks.Correlation & 0xFFFFFFFF}
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """);
            if (await elections.TryTakeAsync(AdvisoryLocks.Correlation, CancellationToken.None) is { } office)
            {
                return office;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _dropDatabase();
    }

    private async Task<JoinedJourney?> FindJourneyAsync(string id)
    {
        var found = await Services.GetRequiredService<JourneyStore>().ReadAsync(TenantResolver.LocalTenant, id, CancellationToken.None);
        return found is { Others.Count: 0 } ? new JoinedJourney(found.Summary, [.. found.Traces.Select(trace => trace.TraceId)], found.Messages) : null;
    }

    private Uri AddressOf(IPEndPoint endpoint, Door door)
    {
        var scheme = Services.GetRequiredService<TlsCertificates>().IsOn(door) ? "https" : "http";
        return new Uri($"{scheme}://{endpoint}");
    }
}
