namespace Correlator.IntegrationTests.Support;

/// <summary>One Postgres for all tests: private, or the one that <c>CORRELATOR_TEST_DB</c> names. Each test makes its own database in it.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PrivatePostgres? _own;
    private string _connectionString = "";

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("CORRELATOR_TEST_DB") is { Length: > 0 } named)
        {
            _connectionString = named;
            return;
        }

        _own = await PrivatePostgres.StartNewAsync();
        _connectionString = _own.ConnectionString;
    }

    /// <summary>The connection string of a new, empty database.</summary>
    public Task<string> CreateDatabaseAsync() => PrivatePostgres.CreateDatabaseAsync(_connectionString);

    public async Task DisposeAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }
}
