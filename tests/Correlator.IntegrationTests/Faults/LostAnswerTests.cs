using System.Net;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Faults;

[Collection(FaultTests.Name)]
public sealed class LostAnswerTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Export_AnswersGetLostAndExportersSendAgain_StoresEachRequestOnce()
    {
        var random = FaultRounds.Random();
        var database = await postgres.CreateDatabaseAsync();
        await using var server = await Shop.StartAsync(database, "");
        await using var proxy = new CuttingProxy(new IPEndPoint(IPAddress.Loopback, server.Grpc.Port));

        // An answer is some 50 bytes after the first few hundred of a connection: of each connection, some requests are answered and several are not.
        proxy.Plan = () => new CutPlan { AfterBytesToClient = random.Next(100, 3000) };
        await using var load = new ShopLoad([new Uri($"http://127.0.0.1:{proxy.Port}")]);
        await Eventually.TrueAsync(() => Task.FromResult(proxy.Cuts >= FaultRounds.Or(100)), "cuts", timeoutSeconds: 240);
        proxy.Plan = () => new CutPlan();
        await load.FinishAsync();

        load.ShouldHaveHurt();
        await Oracle.CheckAsync(database, load);
        load.Sent.ShouldBeGreaterThan(load.Count);
        (await server.CountAsync("ledger_request")).ShouldBe(load.Count);
    }
}
