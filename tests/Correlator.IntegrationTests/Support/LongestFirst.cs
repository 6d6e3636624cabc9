using Correlator.IntegrationTests.Correlation;
using Correlator.IntegrationTests.Demo;
using Correlator.IntegrationTests.EndToEnd;
using Correlator.IntegrationTests.Faults;
using Correlator.IntegrationTests.Ingest;
using Correlator.IntegrationTests.Storage;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Correlator.IntegrationTests.Support.LongestFirst", "Correlator.IntegrationTests")]

namespace Correlator.IntegrationTests.Support;

/// <summary>Begins with the classes that take longest, so that none of them is left alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>What the names of their collections end with. A class that is not here is run all the same, only later.</summary>
    private static readonly string[] Longest =
    [
        FaultTests.Name,
        .. Array.ConvertAll<Type, string>(
            [
                typeof(ConnectionCutTests),
                typeof(JournalTests),
                typeof(SlowClientTests),
                typeof(CorrelationStoreTests),
                typeof(DemoOverRabbitMqTests),
                typeof(TelemetryFactsTests),
                typeof(RabbitMqTests),
                typeof(FirehoseDoorTests),
            ],
            type => type.FullName ?? type.Name),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(Place);

    private static int Place(ITestCollection tests)
    {
        var place = Array.FindIndex(Longest, name => tests.DisplayName.EndsWith(name, StringComparison.Ordinal));
        return place < 0 ? Longest.Length : place;
    }
}
