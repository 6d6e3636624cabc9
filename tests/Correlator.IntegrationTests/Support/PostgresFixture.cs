namespace Correlator.IntegrationTests.Support;

/// <summary>The Postgres of all tests, as a class of tests uses it. Each test makes its own database in it.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private SharedPostgres? _postgres;

    private SharedPostgres Postgres => _postgres ?? throw new InvalidOperationException("The tests were not given their Postgres.");

    public async Task InitializeAsync() => _postgres = await SharedPostgres.JoinAsync();

    /// <summary>The connection string of a new database as a server leaves it that was started on it and stopped.</summary>
    public Task<string> CreateDatabaseAsync() => PrivatePostgres.CreateDatabaseAsync(Postgres.ConnectionString, template: Postgres.Template);

    /// <summary>The connection string of a new database in which there is nothing.</summary>
    public Task<string> CreateEmptyDatabaseAsync() => PrivatePostgres.CreateDatabaseAsync(Postgres.ConnectionString);

    public Task DisposeAsync() => _postgres is null ? Task.CompletedTask : SharedPostgres.LeaveAsync();

    /// <summary>For a database that nobody uses any more.</summary>
    internal Task DropDatabaseAsync(string database) => PrivatePostgres.DropDatabaseAsync(Postgres.ConnectionString, database);
}
