using System.Collections.Concurrent;
using Npgsql;

namespace Correlator.IntegrationTests.Support;

/// <summary>The Postgres of all tests, as a class of tests uses it. Each test makes its own database in it, which goes with its class at the latest.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly ConcurrentBag<string> _databases = [];
    private SharedPostgres? _postgres;

    private SharedPostgres Postgres => _postgres ?? throw new InvalidOperationException("The tests were not given their Postgres.");

    public async Task InitializeAsync() => _postgres = await SharedPostgres.JoinAsync();

    /// <summary>The connection string of a new database as a server leaves it that was started on it and stopped.</summary>
    public async Task<string> CreateDatabaseAsync() => Noted(await Postgres.CreateDatabaseAsync());

    /// <summary>The connection string of a new database in which there is nothing.</summary>
    public async Task<string> CreateEmptyDatabaseAsync() => Noted(await Postgres.CreateEmptyDatabaseAsync());

    public async Task DisposeAsync()
    {
        if (_postgres is null)
        {
            return;
        }

        foreach (var database in _databases)
        {
            await DropDatabaseAsync(database);
        }

        await SharedPostgres.LeaveAsync();
    }

    /// <summary>For a database that nobody uses any more.</summary>
    internal Task DropDatabaseAsync(string database) => Postgres.DropDatabaseAsync(database);

    private string Noted(string connectionString)
    {
        _databases.Add(new NpgsqlConnectionStringBuilder(connectionString).Database.ShouldNotBeNull());
        return connectionString;
    }
}
