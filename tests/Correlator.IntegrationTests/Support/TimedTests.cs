namespace Correlator.IntegrationTests.Support;

/// <summary>Tests that hold something to a time, or count on a pace: they run while no others do, and one after another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TimedTests : ICollectionFixture<PostgresFixture>
{
    public const string Name = "timed";
}
