using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Faults;

[Collection(FaultTests.Name)]
public sealed class DatabaseKillTests : IDisposable
{
    private readonly string _journal = Directory.CreateTempSubdirectory("correlator-journal-").FullName;

    public void Dispose() => Directory.Delete(_journal, recursive: true);

    /// <summary>With the journal nobody needs to send again; without it, everybody does.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Kill_PostgresUnderLoad_LosesNothingAndCountsNothingTwice(bool hasJournal)
    {
        var random = FaultRounds.Random();
        await using var postgres = await PrivatePostgres.StartNewAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using var server = await Shop.StartAsync(database, hasJournal ? _journal : "");
        await using var load = new ShopLoad([server.Grpc], retries: !hasJournal, pace: TimeSpan.FromMilliseconds(10));

        for (var round = FaultRounds.Or(2); round > 0; round--)
        {
            await load.GrowAsync(random.Next(50, 400));
            if (round % 2 == 0)
            {
                // One backend: all others end with it, and Postgres recovers by itself.
                await postgres.KillBackendAsync();
            }
            else
            {
                await postgres.KillAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1500)), TimeProvider.System);
                await postgres.StartAsync();
            }
        }

        await load.GrowAsync(100);
        await load.FinishAsync();
        await Shop.JournalDrainedAsync(server);
        if (hasJournal)
        {
            load.OtherAnswers.ShouldBeEmpty();
        }
        else
        {
            load.ShouldHaveHurt();
        }

        await Oracle.CheckAsync(database, load);
    }
}
