using Correlator.IntegrationTests.Support;
using Npgsql;

namespace Correlator.IntegrationTests.Faults;

public sealed class ConnectionCutTests : IDisposable
{
    private readonly string _journal = Directory.CreateTempSubdirectory("correlator-journal-").FullName;

    public void Dispose() => Directory.Delete(_journal, recursive: true);

    /// <summary>Connections to the database break after any number of bytes: in a COPY, before its end, or with the commit done and its answer lost.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cut_ConnectionsToPostgresInTheMidstOfCommits_LosesNothingAndCountsNothingTwice(bool hasJournal)
    {
        var random = FaultRounds.Random();
        await using var postgres = await PrivatePostgres.StartNewAsync(isDurable: false);
        var database = await postgres.CreateDatabaseAsync();
        await using var proxy = new CuttingProxy(postgres.Socket);
        var through = new NpgsqlConnectionStringBuilder(database) { Host = "127.0.0.1", Port = proxy.Port }.ConnectionString;
        await using var server = await Shop.StartAsync(through, hasJournal ? _journal : "");
        await using var load = new ShopLoad([server.Grpc], retries: !hasJournal, pace: TimeSpan.FromMilliseconds(10));
        await load.GrowAsync(100);

        var cuts = FaultRounds.Or(25);
        proxy.Plan = () => proxy.Cuts >= cuts ? new CutPlan()
            : random.Next(3) == 0 ? new CutPlan { AfterCommits = random.Next(1, 6) }
            : new CutPlan { AfterBytesToServer = (long)Math.Pow(10, 3.3 + (random.NextDouble() * 2.2)) };
        await proxy.CutAllAsync();
        await Eventually.TrueAsync(() => Task.FromResult(proxy.Cuts >= cuts), $"{cuts} cuts", timeoutSeconds: 240);

        await load.GrowAsync(100);
        await load.FinishAsync();
        await Shop.JournalDrainedAsync(server);
        proxy.CutsAtCommit.ShouldBeGreaterThan(0);
        if (hasJournal)
        {
            load.OtherAnswers.ShouldBeEmpty();
        }

        await Oracle.CheckAsync(database, load);
    }
}
