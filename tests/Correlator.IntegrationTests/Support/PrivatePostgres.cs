using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Correlator.Storage.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Correlator.IntegrationTests.Support;

/// <summary>A Postgres of the tests' own in a temporary folder; stopped and removed at the end.</summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    /// <summary>For many databases that live for a second each, and are used by several tests at once: nobody looks after them.</summary>
    private static readonly string[] ForShortLives = ["fsync=off", "full_page_writes=off", "autovacuum=off", "max_connections=300"];

    private readonly string _folder = Directory.CreateTempSubdirectory("correlator-test-").FullName;
    private readonly EmbeddedPostgres _postgres;
    private MemoryFolder? _memory;

    private PrivatePostgres(bool isDurable)
    {
        // Postgres may run as another user, who must be able to reach its folder.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        }

        _postgres = new EmbeddedPostgres(
            new DataFolder(_folder),
            new Lazy<string>(() => PostgresBinaries.Find("")),
            NullLogger<EmbeddedPostgres>.Instance,
            isDurable ? [] : ForShortLives);
    }

    public string ConnectionString => _postgres.ConnectionString;

    /// <summary>Where its databases are made.</summary>
    private string Tablespace => _memory is null ? "pg_default" : "memory";

    /// <summary>Where its data is.</summary>
    public string Cluster => Path.Combine(_folder, "postgres");

    /// <summary>The socket that it listens on; there is no other way in.</summary>
    public UnixDomainSocketEndPoint Socket => new(Path.Combine(new NpgsqlConnectionStringBuilder(ConnectionString).Host ?? "", ".s.PGSQL.5432"));

    /// <param name="isDurable">False for one that is never killed: nothing of it is to be there after a crash.</param>
    public static async Task<PrivatePostgres> StartNewAsync(bool isDurable = true)
    {
        var postgres = new PrivatePostgres(isDurable);
        await postgres.StartAsync();
        if (!isDurable && await MemoryFolder.TryMakeAsync(like: postgres.Cluster) is { } memory)
        {
            postgres._memory = memory;
            await ExecuteAsync(postgres.ConnectionString, $"CREATE TABLESPACE {postgres.Tablespace} LOCATION '{memory.Path}'");
        }

        return postgres;
    }

    public Task StartAsync() => _postgres.StartAsync(CancellationToken.None);

    public Task StopAsync() => _postgres.StopAsync(CancellationToken.None);

    /// <summary>As if the machine had pulled the plug on it. What it started ends by itself, soon after.</summary>
    public async Task KillAsync()
    {
        var pid = int.Parse((await File.ReadAllLinesAsync(Path.Combine(Cluster, "postmaster.pid")))[0], CultureInfo.InvariantCulture);
        using var server = Process.GetProcessById(pid);
        server.Kill();
        await server.WaitForExitAsync();

        // Nothing is left to stop; the folder is given back.
        await StopAsync();
    }

    /// <summary>Kills one process that serves a client: Postgres then ends all of them and recovers.</summary>
    public async Task KillBackendAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        const string oneOfTheOthers =
            """
            SELECT pid FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
            ORDER BY state = 'idle', random()
            LIMIT 1
            """;
        await using var other = new NpgsqlCommand(oneOfTheOthers, connection);
        using var backend = Process.GetProcessById(await other.ExecuteScalarAsync() is int pid ? pid : connection.ProcessID);
        backend.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _memory?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <returns>The connection string of the new database.</returns>
    public Task<string> CreateDatabaseAsync(string? name = null, string template = "template1") =>
        CreateDatabaseAsync(ConnectionString, name, template, Tablespace);

    /// <returns>The connection string of the new database.</returns>
    public static async Task<string> CreateDatabaseAsync(
        string connectionString,
        string? name = null,
        string template = "template1",
        string tablespace = "pg_default")
    {
        name ??= $"test_{Guid.NewGuid():N}";
        await ExecuteAsync(connectionString, $"CREATE DATABASE {name} TEMPLATE {template} TABLESPACE {tablespace}");
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name, MaxPoolSize = 16 }.ConnectionString;
    }

    public static Task DropDatabaseAsync(string connectionString, string name) =>
        ExecuteAsync(connectionString, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
