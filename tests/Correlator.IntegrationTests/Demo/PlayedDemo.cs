using Correlator.Demo;
using Correlator.Demo.Queues;
using Correlator.Hosting.Cli;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Demo;

/// <summary>The fixed scenario, played once against a server; the tests look at what became of it.</summary>
public sealed class PlayedDemo : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private readonly PostgresFixture _postgres = new();
    private CorrelatorServer? _server;
    private IReadOnlyList<SentOrder> _sent = [];

    internal CorrelatorServer Server => _server ?? throw new InvalidOperationException("The demo was not played.");

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _server = await CorrelatorServer.StartAsync(_postgres);
        _sent = await PlayAsync(_server, new InProcessBroker(TimeProvider.System));
    }

    public async Task DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _postgres.DisposeAsync();
    }

    /// <summary>Sends the scenario through a broker; gives back its orders once they are joined.</summary>
    internal static async Task<IReadOnlyList<SentOrder>> PlayAsync(CorrelatorServer server, IBroker broker)
    {
        await using var shop = await OrderSystem.StartAsync(broker, server.Grpc, TimeProvider.System, CancellationToken.None);
        var sent = await new Scenario(shop, TimeProvider.System).PlayOnceAsync(CancellationToken.None);
        using var patience = new CancellationTokenSource(Patience);
        var missing = await new JoinedOrders(server.Services, sent).WaitAsync(patience.Token);
        missing.ShouldBeEmpty();
        return sent;
    }

    /// <summary>The journeys of the orders of one trouble, by a word of what is to be seen in them.</summary>
    internal async Task<IReadOnlyList<JoinedJourney>> JourneysAsync(string word)
    {
        var journeys = new List<JoinedJourney>();
        foreach (var order in _sent.Where(order => order.WhatToSee.Contains(word, StringComparison.Ordinal)))
        {
            journeys.Add(await Server.JourneyAsync(order.OrderId, _ => true));
        }

        return journeys;
    }
}
