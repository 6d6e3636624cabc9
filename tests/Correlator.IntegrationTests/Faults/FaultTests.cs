using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Faults;

/// <summary>Tests that load a server as much as it bears: one after another, beside tests that do not.</summary>
[CollectionDefinition(Name)]
public sealed class FaultTests : ICollectionFixture<PostgresFixture>
{
    public const string Name = "faults";
}
