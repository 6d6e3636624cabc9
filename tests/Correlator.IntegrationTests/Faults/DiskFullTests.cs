using Correlator.IntegrationTests.Support;
using Correlator.Storage.Journal;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Correlator.IntegrationTests.Faults;

[Collection(FaultTests.Name)]
public sealed class DiskFullTests : IDisposable
{
    private readonly string _journal = Directory.CreateTempSubdirectory("correlator-journal-").FullName;

    public void Dispose() => Directory.Delete(_journal, recursive: true);

    [SmallDiskFact]
    public Task Fill_DiskOfTheDatabase_IsHeldByTheJournalUntilItIsFreed() => FillDatabaseAsync(hasJournal: true);

    [SmallDiskFact]
    public Task Fill_DiskOfTheDatabaseWithoutAJournal_AsksToRetryUntilItIsFreed() => FillDatabaseAsync(hasJournal: false);

    [SmallDiskFact]
    public async Task Fill_DiskOfTheJournalWhileTheDatabaseIsAway_AsksToRetryUntilItIsFreed()
    {
        await using var disk = (await SmallDisk.MountAsync(megabytes: 4)).ShouldNotBeNull();
        await using var postgres = await PrivatePostgres.StartNewAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using var server = await Shop.StartAsync(database, Path.Combine(disk.Folder, "journal"));
        await using var load = new ShopLoad([server.Grpc], pace: TimeSpan.FromMilliseconds(10));
        await load.ReachAsync(100);
        await postgres.StopAsync();
        await load.GrowAsync(100);

        await disk.FillAsync();
        var sent = load.Sent;
        await Eventually.TrueAsync(
            () => Task.FromResult(load.OtherAnswers.Contains("status 14", StringComparison.Ordinal) && load.Sent > sent + 200),
            "requests refused for now");
        disk.Free();
        await load.GrowAsync(100);
        server.Services.GetRequiredService<RequestJournal>().HasRoom.ShouldBeTrue();
        await postgres.StartAsync();

        await load.FinishAsync();
        await Shop.JournalDrainedAsync(server);
        await Oracle.CheckAsync(database, load);
    }

    private async Task FillDatabaseAsync(bool hasJournal)
    {
        await using var disk = (await SmallDisk.MountAsync(megabytes: 48)).ShouldNotBeNull();
        await using var postgres = await PrivatePostgres.StartNewAsync();
        var database = await CreateDatabaseOnAsync(disk, postgres);
        await using (var server = await Shop.StartAsync(database, hasJournal ? _journal : ""))
        {
            await using var load = new ShopLoad([server.Grpc], retries: !hasJournal, pace: TimeSpan.FromMilliseconds(10));
            await load.ReachAsync(200);

            await disk.FillAsync();
            var sent = load.Sent;
            var journal = server.Services.GetRequiredService<RequestJournal>();
            bool IsFelt() => hasJournal ? journal.Depth().Requests > 100 : load.OtherAnswers.Contains("status 14", StringComparison.Ordinal);
            await Eventually.TrueAsync(
                () => Task.FromResult(IsFelt() && load.Sent > sent + 500),
                "the full disk to be felt",
                timeoutSeconds: 240);
            disk.Free();
            await load.GrowAsync(200);

            await load.FinishAsync();
            await Shop.JournalDrainedAsync(server);
            journal.Depth().SetAside.ShouldBe(0, "no request is at fault when the disk is full");
            await Oracle.CheckAsync(database, load);
        }

        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>The cluster with its log stays where there is room; the data of this database is on the small disk.</summary>
    private static async Task<string> CreateDatabaseOnAsync(SmallDisk disk, PrivatePostgres postgres)
    {
        var folder = await disk.FolderOfOwnerAsync(postgres.Cluster);
        await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await connection.ExecuteAsync($"CREATE TABLESPACE small LOCATION '{folder}'");
        await connection.ExecuteAsync("CREATE DATABASE small TABLESPACE small");
        return new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = "small", MaxPoolSize = 16 }.ConnectionString;
    }
}
