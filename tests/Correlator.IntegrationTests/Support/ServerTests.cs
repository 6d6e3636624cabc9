namespace Correlator.IntegrationTests.Support;

/// <summary>Tests that share the Postgres; one after another, since they share the machine too.</summary>
[CollectionDefinition(Name)]
public sealed class ServerTests : ICollectionFixture<PostgresFixture>
{
    public const string Name = "server";
}
