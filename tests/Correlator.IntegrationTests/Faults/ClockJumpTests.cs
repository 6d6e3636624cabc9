using Correlator.Detection;
using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Correlator.Storage.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Faults;

[Collection(FaultTests.Name)]
public sealed class ClockJumpTests(PostgresFixture postgres)
{
    /// <summary>A day forward, back to today, a day back, and forward again, under load; what was sent before a jump is sent again after it.</summary>
    [Fact]
    public async Task Jump_ADayForwardAndBackUnderLoad_LosesNothingAndCountsNothingTwice()
    {
        var database = await postgres.CreateDatabaseAsync();
        var clock = new JumpingClock();
        await using var server = await StartAsync(database, clock);
        await using var load = new ShopLoad([server.Grpc], pace: TimeSpan.FromMilliseconds(10));

        foreach (var days in new[] { 1, 0, -1, 0 })
        {
            var earlier = load.Acknowledged.ToHashSet();
            await load.GrowAsync(100);
            clock.Offset = TimeSpan.FromDays(days);
            var before = load.Acknowledged.Except(earlier).Take(20).ToArray();
            await load.GrowAsync(100);
            foreach (var request in before)
            {
                (await load.SendAgainAsync(request)).ShouldBeTrue();
            }

            (await server.Services.GetRequiredService<PartitionKeeper>().KeepAsync(CancellationToken.None)).ShouldBeTrue();
        }

        await load.FinishAsync();
        load.OtherAnswers.ShouldBeEmpty();
        await Oracle.CheckAsync(database, load);
    }

    [Fact]
    public async Task Jump_BeyondAllPartitions_MakesThemAtOnce()
    {
        var clock = new JumpingClock();
        await using var server = await StartAsync(await postgres.CreateDatabaseAsync(), clock);
        await using var load = new ShopLoad([server.Grpc], senders: 4);
        await load.ReachAsync(50);

        clock.Offset = TimeSpan.FromDays(40);
        await load.GrowAsync(100);

        // By that clock everything is too old, and by the database's it is not.
        (await server.Services.GetRequiredService<PartitionKeeper>().KeepAsync(CancellationToken.None)).ShouldBeTrue();
        (await server.CountAsync("ledger_request")).ShouldBeGreaterThanOrEqualTo(150);
        await load.FinishAsync();
        load.FinalRefusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task Jump_WithAnOpenFinding_ClosesItNoEarlierThanItBegan()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var server = await StartAsync(database, new JumpingClock());
        await using (var load = new ShopLoad([server.Grpc], senders: 4))
        {
            await load.ReachAsync(200);
            await load.FinishAsync();
            await Oracle.CheckAsync(database, load);
        }

        (await server.CountAsync("finding", "until IS NULL")).ShouldBeGreaterThan(0);
        for (var calm = 0; calm < new DetectionOptions().CalmToClose; calm++)
        {
            await Detection.Detecting.Step(server, later: TimeSpan.FromDays(-1)).RunAsync(TenantResolver.LocalTenant, CancellationToken.None);
        }

        (await server.CountAsync("finding", "until IS NULL")).ShouldBe(0);
        (await server.CountAsync("finding", "until < since")).ShouldBe(0);
    }

    private static Task<CorrelatorServer> StartAsync(string database, JumpingClock clock) =>
        CorrelatorServer.StartAsync(database, clock, ("Correlator:Detection:Period", "1.00:00:00"));
}
