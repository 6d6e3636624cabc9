using System.Diagnostics;
using System.Net.Sockets;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Faults;

[Collection(TimedTests.Name)]
public sealed class ShutdownTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan HangingBudget = TimeSpan.FromSeconds(3);

    /// <summary>For a busy machine. Senders that hang would have the 20 seconds of the default without the hanging budget.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Terminate_UnderLoad_FinishesWhatItAcceptedWithinItsTime()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var server = new ServerProcess(database, [.. Shop.Settings, ("Correlator__Hosting__ShutdownTimeout", Budget.ToString())]);
        await server.StartAsync();
        await using var load = new ShopLoad([server.Grpc], senders: 32, retries: false);

        for (var round = FaultRounds.Or(2); round > 0; round--)
        {
            await load.GrowAsync(300);
            await TerminateAsync(server, Budget);
            await server.StartAsync();
        }

        await load.FinishAsync();
        load.ShouldHaveHurt();
        await Shop.JournalDrainedAsync(server);
        await Oracle.CheckAsync(database, load);
    }

    /// <summary>Whoever never finishes a request does not keep the server from its end, nor others' data from being stored.</summary>
    [Fact]
    public async Task Terminate_WithSendersThatHang_EndsAllTheSame()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var server = new ServerProcess(database, [.. Shop.Settings, ("Correlator__Hosting__ShutdownTimeout", HangingBudget.ToString())]);
        await server.StartAsync();
        using var hanging = new TcpClient();
        await hanging.ConnectAsync("127.0.0.1", server.Http.Port);
        const string unfinished = "POST /v1/traces HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{";
        await hanging.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(unfinished));
        await using var load = new ShopLoad([server.Grpc], retries: false);
        await load.GrowAsync(100);

        await TerminateAsync(server, HangingBudget);

        await load.FinishAsync();
        await server.StartAsync();
        await Shop.JournalDrainedAsync(server);
        await Oracle.CheckAsync(database, load);
    }

    private static async Task TerminateAsync(ServerProcess server, TimeSpan budget)
    {
        var watch = Stopwatch.StartNew();
        server.Terminate();
        (await server.ExitCodeAsync()).ShouldBe(0, server.Output);
        watch.Elapsed.ShouldBeLessThan(budget + Grace);
    }
}
