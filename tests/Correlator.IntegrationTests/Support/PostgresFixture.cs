using Correlator.Storage;
using Correlator.Storage.Schema;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Correlator.IntegrationTests.Support;

/// <summary>One Postgres for all tests: private, or the one that <c>CORRELATOR_TEST_DB</c> names. Each test makes its own database in it.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    /// <summary>The schema and today's partitions, made once: a copy takes a tenth of the time.</summary>
    private readonly string _template = $"template_{Guid.NewGuid():N}";
    private PrivatePostgres? _own;
    private string _connectionString = "";

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("CORRELATOR_TEST_DB") is { Length: > 0 } named)
        {
            _connectionString = named;
        }
        else
        {
            _own = await PrivatePostgres.StartNewAsync(isDurable: false);
            _connectionString = _own.ConnectionString;
        }

        await MigrateAsync(await PrivatePostgres.CreateDatabaseAsync(_connectionString, _template));
    }

    /// <summary>The connection string of a new database as a server leaves it that was started on it and stopped.</summary>
    public Task<string> CreateDatabaseAsync() => PrivatePostgres.CreateDatabaseAsync(_connectionString, template: _template);

    /// <summary>The connection string of a new database in which there is nothing.</summary>
    public Task<string> CreateEmptyDatabaseAsync() => PrivatePostgres.CreateDatabaseAsync(_connectionString);

    public async Task DisposeAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
        else
        {
            await PrivatePostgres.DropDatabaseAsync(_connectionString, _template);
        }
    }

    /// <summary>For a database that nobody uses any more. Postgres looks after each that there is.</summary>
    internal Task DropDatabaseAsync(string database) => PrivatePostgres.DropDatabaseAsync(_connectionString, database);

    private static async Task MigrateAsync(string connectionString)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("ConnectionStrings:Correlator", (string?)connectionString)]);
        builder.AddStorage();
        await using var app = builder.Build();
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        (await app.Services.GetRequiredService<PartitionKeeper>().KeepAsync(CancellationToken.None)).ShouldBeTrue();
    }
}
