using Correlator.Storage.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Correlator.IntegrationTests.Support;

/// <summary>A Postgres of the tests' own in a temporary folder; stopped and removed at the end.</summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("correlator-test-").FullName;
    private readonly EmbeddedPostgres _postgres;

    private PrivatePostgres()
    {
        // Postgres may run as another user, who must be able to reach its folder.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        }

        _postgres = new EmbeddedPostgres(new DataFolder(_folder), new Lazy<string>(() => PostgresBinaries.Find("")), NullLogger<EmbeddedPostgres>.Instance);
    }

    public string ConnectionString => _postgres.ConnectionString;

    public static async Task<PrivatePostgres> StartNewAsync()
    {
        var postgres = new PrivatePostgres();
        await postgres.StartAsync();
        return postgres;
    }

    public Task StartAsync() => _postgres.StartAsync(CancellationToken.None);

    public Task StopAsync() => _postgres.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public static async Task<string> CreateDatabaseAsync(string connectionString)
    {
        var name = $"test_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name, MaxPoolSize = 16 }.ConnectionString;
    }
}
