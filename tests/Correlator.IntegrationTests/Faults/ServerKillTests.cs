using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Faults;

[Collection(FaultTests.Name)]
public sealed class ServerKillTests(PostgresFixture postgres)
{
    /// <summary>Killed wherever it is: in a request, between commit and answer, in correlation, or while it starts.</summary>
    [Fact]
    public async Task Kill_ServerAtRandomPointsUnderLoad_LosesNothingAndCountsNothingTwice()
    {
        var random = FaultRounds.Random();
        var database = await postgres.CreateDatabaseAsync();
        await using var server = new ServerProcess(database, Shop.Settings);
        await server.StartAsync();
        await using var load = new ShopLoad([server.Grpc], pace: TimeSpan.FromMilliseconds(10));

        for (var round = FaultRounds.Or(3); round > 0; round--)
        {
            await load.GrowAsync(random.Next(1, 300));
            await server.KillAsync();
            await server.StartAsync();
        }

        await load.GrowAsync(100);
        await load.FinishAsync();
        load.ShouldHaveHurt();
        await Shop.JournalDrainedAsync(server);
        await Oracle.CheckAsync(database, load);
    }
}
