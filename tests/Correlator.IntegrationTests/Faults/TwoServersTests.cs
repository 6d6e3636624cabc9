using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Faults;

[Collection(FaultTests.Name)]
public sealed class TwoServersTests(PostgresFixture postgres)
{
    /// <summary>
    /// Exporters turn to the other server when theirs fails them, with requests that the first one may have stored; correlation changes hands.
    /// </summary>
    [Fact]
    public async Task Export_TwoServersOnOneDatabaseOfWhichOneIsKilled_LosesNothingAndCountsNothingTwice()
    {
        var random = FaultRounds.Random();
        var database = await postgres.CreateDatabaseAsync();
        await using var one = new ServerProcess(database, Shop.Settings);
        await using var other = new ServerProcess(database, Shop.Settings);
        await Task.WhenAll(one.StartAsync(), other.StartAsync());
        await using var load = new ShopLoad([one.Grpc, other.Grpc], pace: TimeSpan.FromMilliseconds(10));

        for (var round = FaultRounds.Or(2); round > 0; round--)
        {
            var server = round % 2 == 0 ? one : other;
            await load.GrowAsync(random.Next(50, 300));
            await server.KillAsync();
            await load.GrowAsync(random.Next(50, 300));
            await server.StartAsync();
        }

        await load.FinishAsync();
        load.ShouldHaveHurt();
        await Shop.JournalDrainedAsync(one);
        await Shop.JournalDrainedAsync(other);
        await Oracle.CheckAsync(database, load);
    }
}
