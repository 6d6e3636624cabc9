using Correlator.Storage;
using Correlator.Storage.Schema;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Correlator.IntegrationTests.Support;

/// <summary>
/// One Postgres for all classes of tests: private, or the one that <c>CORRELATOR_TEST_DB</c> names. Started by the first
/// class that needs it; the last one that is done with it stops it.
/// </summary>
internal sealed class SharedPostgres
{
    private static readonly SemaphoreSlim Door = new(1);
    private static SharedPostgres? _one;
    private static int _users;

    private readonly PrivatePostgres? _own;

    private SharedPostgres(PrivatePostgres? own, string connectionString)
    {
        _own = own;
        ConnectionString = connectionString;
    }

    private string ConnectionString { get; }

    /// <summary>A database with the schema and today's partitions, made once: a copy takes a tenth of the time.</summary>
    private string Template { get; } = $"template_{Guid.NewGuid():N}";

    public static async Task<SharedPostgres> JoinAsync()
    {
        await Door.WaitAsync();
        try
        {
            _one ??= await StartAsync();
            _users++;
            return _one;
        }
        finally
        {
            Door.Release();
        }
    }

    public static async Task LeaveAsync()
    {
        await Door.WaitAsync();
        try
        {
            if (--_users == 0 && _one is { } unused)
            {
                _one = null;
                await unused.StopAsync();
            }
        }
        finally
        {
            Door.Release();
        }
    }

    public Task<string> CreateDatabaseAsync() => CreateAsync(null, Template);

    public Task<string> CreateEmptyDatabaseAsync() => CreateAsync(null, "template1");

    public Task DropDatabaseAsync(string database) => PrivatePostgres.DropDatabaseAsync(ConnectionString, database);

    private static async Task<SharedPostgres> StartAsync()
    {
        var named = Environment.GetEnvironmentVariable("CORRELATOR_TEST_DB");
        var own = string.IsNullOrEmpty(named) ? await PrivatePostgres.StartNewAsync(isDurable: false) : null;
        var postgres = new SharedPostgres(own, own?.ConnectionString ?? named ?? "");
        await MigrateAsync(await postgres.CreateAsync(postgres.Template, "template1"));
        return postgres;
    }

    private Task<string> CreateAsync(string? name, string template) =>
        _own?.CreateDatabaseAsync(name, template) ?? PrivatePostgres.CreateDatabaseAsync(ConnectionString, name, template);

    private async Task StopAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
        else
        {
            await DropDatabaseAsync(Template);
        }
    }

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
