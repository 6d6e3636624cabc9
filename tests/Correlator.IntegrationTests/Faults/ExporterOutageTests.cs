using System.Globalization;
using Correlator.IntegrationTests.Support;
using Correlator.Storage.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Faults;

/// <summary>
/// The JavaScript gRPC exporters give up a batch at the first answer that is not success: the journal is all that they have while the
/// database is away.
/// </summary>
[Collection(TimedTests.Name)]
public sealed class ExporterOutageTests : IDisposable
{
    private readonly string _journal = Directory.CreateTempSubdirectory("correlator-journal-").FullName;

    /// <summary>The default is as long as a restart takes; CORRELATOR_TEST_OUTAGE_SECONDS=60 tries a longer one.</summary>
    private static TimeSpan Outage
    {
        get
        {
            var text = Environment.GetEnvironmentVariable("CORRELATOR_TEST_OUTAGE_SECONDS");
            return TimeSpan.FromSeconds(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 8);
        }
    }

    public void Dispose() => Directory.Delete(_journal, recursive: true);

    [Fact]
    public async Task Outage_UnderLoadOfJavaScriptGrpcExporters_LosesNothingAndCountsNothingTwice()
    {
        await using var postgres = await PrivatePostgres.StartNewAsync(isDurable: false);
        var database = await postgres.CreateDatabaseAsync();
        await using var server = await Shop.StartAsync(database, _journal);
        var journal = server.Services.GetRequiredService<RequestJournal>();
        var start = TimeProvider.System.GetUtcNow();
        await using var one = new NodeShop(server, "one");
        await using var two = new NodeShop(server, "two");
        await using var three = new NodeShop(server, "three");
        NodeShop[] shops = [one, two, three];
        await GrowAsync(shops, by: 20, "exports before the outage");

        await postgres.StopAsync();
        var atStop = shops.Sum(shop => shop.Exports);
        await Task.Delay(Outage, TimeProvider.System);
        var (during, depth) = (shops.Sum(shop => shop.Exports) - atStop, journal.Depth());
        await postgres.StartAsync();
        await GrowAsync(shops, by: 20, "exports after the outage");
        await Task.WhenAll(shops.Select(shop => shop.FinishAsync()));
        await Shop.JournalDrainedAsync(server);

        var slowest = string.Join(", ", shops.Select(shop => shop.Slowest));
        Console.WriteLine(
            $"{shops.Sum(shop => shop.Exports)} exports, {during} of them while the database was away for {Outage}; "
            + $"slowest: {slowest} ms; journal: {depth}");
        shops.SelectMany(shop => shop.Failures).ShouldBeEmpty("every export was acknowledged, the outage notwithstanding");
        during.ShouldBeGreaterThan((int)Outage.TotalSeconds * shops.Length, "the load went on");
        depth.Requests.ShouldBeGreaterThan((int)Outage.TotalSeconds * shops.Length, "and was on the journal");
        depth.Age.ShouldBeGreaterThan(Outage / 2);
        await Oracle.CheckAsync(database, [.. shops.SelectMany(shop => shop.Made)], start);
        var stored = (await RawShop.ReadAsync(database)).Spans.Select(span => span.SpanId).ToArray();
        stored.Order().ShouldBe(shops.SelectMany(shop => shop.Spans).Order(), "these very spans, each once");
        var producers = await server.CountAsync("message");
        (await server.CountAsync("invocation")).ShouldBe(stored.Length - producers, "a server's or consumer's span each, but for the producers'");
        journal.Depth().SetAside.ShouldBe(0);
        Directory.EnumerateFiles(_journal, "*" + SegmentName.Extension).ShouldBeEmpty();
    }

    private static async Task GrowAsync(NodeShop[] shops, int by, string what)
    {
        var goals = Array.ConvertAll(shops, shop => shop.Exports + by);
        await Eventually.TrueAsync(
            () => Task.FromResult(shops.Zip(goals, (shop, goal) => shop.Exports >= goal).All(reached => reached)),
            what,
            timeoutSeconds: 240);
    }
}
