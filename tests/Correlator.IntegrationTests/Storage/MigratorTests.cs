using Correlator.IntegrationTests.Support;
using Correlator.Storage.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Correlator.IntegrationTests.Storage;

public sealed class MigratorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Migrate_SeveralServersAtOnce_AppliesEachMigrationOnce()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateEmptyDatabaseAsync());

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Migrator(database).MigrateAsync(CancellationToken.None)));

        await using var count = database.CreateCommand("SELECT count(*) FROM schema_migration");
        (await count.ExecuteScalarAsync()).ShouldBe((long)Correlator.Storage.Schema.Migrator.Migrations().Count);
    }

    [Fact]
    public async Task Migrate_DatabaseOfANewerServer_SaysSo()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateEmptyDatabaseAsync());
        await Migrator(database).MigrateAsync(CancellationToken.None);
        await using (var newer = database.CreateCommand("INSERT INTO schema_migration (version, name, checksum) VALUES (9999, '9999_future', 'x')"))
        {
            await newer.ExecuteNonQueryAsync();
        }

        (await Should.ThrowAsync<MigrationException>(() => Migrator(database).MigrateAsync(CancellationToken.None))).Message.ShouldContain("9999");
    }

    [Fact]
    public async Task Migrate_MigrationChangedAfterItWasApplied_NamesIt()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateEmptyDatabaseAsync());
        await Migrator(database).MigrateAsync(CancellationToken.None);
        await using (var changed = database.CreateCommand("UPDATE schema_migration SET checksum = 'other' WHERE version = 2"))
        {
            await changed.ExecuteNonQueryAsync();
        }

        (await Should.ThrowAsync<MigrationException>(() => Migrator(database).MigrateAsync(CancellationToken.None))).Message.ShouldContain("0002_");
    }

    private static Migrator Migrator(NpgsqlDataSource database) => new(database, new ElectionStore(database), NullLogger<Migrator>.Instance);
}
