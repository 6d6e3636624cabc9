namespace Correlator.Tests.Architecture;

public sealed class SqlPlacementTests
{
    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("  WITH moved AS (DELETE FROM a)")]
    [InlineData("INSERT INTO journey (a) VALUES (1)")]
    [InlineData("UPDATE finding SET calm = 0")]
    [InlineData("COPY span_block (a) FROM STDIN (FORMAT BINARY)")]
    [InlineData("CREATE TABLE x (y int)")]
    public void Violations_SqlInAnotherType_IsTold(string sql) =>
        SqlPlacement.Violations([Facts("JourneyThing", sql)]).ShouldHaveSingleItem().ShouldContain("JourneyThing");

    [Theory]
    [InlineData("Select an account from the list")]
    [InlineData("Update the settings")]
    [InlineData("Copy from here")]
    public void Violations_Prose_IsNone(string text) => SqlPlacement.Violations([Facts("JourneyThing", text)]).ShouldBeEmpty();

    [Theory]
    [InlineData("JourneyStore")]
    [InlineData("JourneyWriter")]
    [InlineData("SpanReader")]
    public void Violations_SqlInAStore_IsNone(string name) => SqlPlacement.Violations([Facts(name, "SELECT 1")]).ShouldBeEmpty();

    [Fact]
    public void Stale_ExceptionWithoutSql_IsTold() => SqlPlacement.Stale([]).ShouldContain("Correlator.Storage.Schema.Migrator");

    private static TypeFacts Facts(string name, string text) =>
        new(new TypeName("correlator", "Correlator.Correlation", name), new HashSet<TypeName>(), [text]);
}
