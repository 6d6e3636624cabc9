namespace Correlator.Tests.Architecture;

/// <summary>The checks themselves can fail.</summary>
public sealed class StageArrowsTests
{
    [Theory]
    [InlineData("Telemetry", "Storage")]
    [InlineData("Storage", "Ingest")]
    [InlineData("Storage", "Correlation")]
    [InlineData("Ingest", "Correlation")]
    [InlineData("Correlation", "Detection")]
    [InlineData("Correlation", "Ingest")]
    [InlineData("Detection", "Query")]
    [InlineData("Query", "Hosting")]
    [InlineData("Detection", "Hosting")]
    public void Violations_ArrowAgainstTheWayOfTheData_IsToldByName(string from, string to)
    {
        var told = StageArrows.Violations([Facts(Ours(from, "A"), Ours(to, "B"))]).ShouldHaveSingleItem();

        told.ShouldContain($"Correlator.{from}.A");
        told.ShouldContain($"Correlator.{to}.B");
    }

    [Theory]
    [InlineData("Ingest", "Storage")]
    [InlineData("Detection", "Correlation")]
    [InlineData("Query", "Detection")]
    [InlineData("Storage", "Storage")]
    public void Violations_ArrowWithTheWayOfTheData_IsNone(string from, string to) =>
        StageArrows.Violations([Facts(Ours(from, "A"), Ours(to, "B"))]).ShouldBeEmpty();

    [Fact]
    public void Violations_Program_MayUseEverything() =>
        StageArrows.Violations([Facts(new TypeName("correlator", "", "Program"), Ours("Hosting", "B"))]).ShouldBeEmpty();

    [Fact]
    public void Violations_WireTypeOutsideIngest_IsTold() =>
        StageArrows.Violations([Facts(Ours("Query", "A"), new TypeName("correlator", "Correlator.Ingest.Wire", "WireType"))]).ShouldHaveSingleItem();

    [Theory]
    [InlineData("Detection", 1)]
    [InlineData("Hosting", 1)]
    [InlineData("Query", 0)]
    public void Violations_GraphQLOutsideQuery_IsTold(string stage, int told) =>
        StageArrows.Violations([Facts(Ours(stage, "A"), new TypeName("Correlator.GraphQL", "Correlator.GraphQL", "GraphQLException"))]).Count().ShouldBe(told);

    [Theory]
    [InlineData("Npgsql", "Npgsql", "NpgsqlConnection")]
    [InlineData("System.Runtime", "System.IO", "File")]
    [InlineData("System.Net.Http", "System.Net.Http", "HttpClient")]
    public void Violations_TelemetryBeyondTheBaseLibraryOrWithIo_IsTold(string assembly, string space, string name) =>
        StageArrows.Violations([Facts(Ours("Telemetry", "A"), new TypeName(assembly, space, name))]).ShouldHaveSingleItem();

    [Fact]
    public void Violations_NewFolder_IsToldAsNoStage() =>
        StageArrows.Violations([Facts(Ours("Helpers", "A"), Ours("Telemetry", "B"))]).ShouldHaveSingleItem().ShouldContain("no stage");

    [Fact]
    public void ImpureRules_DatabaseByWayOfARecord_IsTold()
    {
        TypeFacts[] types =
        [
            Facts(Ours("Correlation", "Rule"), Ours("Correlation", "Facts")),
            Facts(Ours("Correlation", "Facts"), new TypeName("Dapper", "Dapper", "SqlMapper")),
        ];

        StageArrows.ImpureRules(types, type => type.Name == "Rule").ShouldHaveSingleItem().ShouldContain("by way of Correlator.Correlation.Facts");
    }

    [Fact]
    public void Read_ThisAssembly_SeesQualifiedNamesCatchesAndTexts()
    {
        var facts = AssemblyScanner.Read(typeof(StageArrowsTests).Assembly.Location).Single(facts => facts.Type.Name == nameof(ScannedSample));

        foreach (var name in new[] { "StringBuilder", "FormatException", "Uri", "Stack", "DescriptionAttribute" })
        {
            facts.Uses.ShouldContain(use => use.Name == name);
        }

        facts.Texts.ShouldContain("a constant");
        facts.Texts.ShouldContain("a text in a closure");
    }

    private static TypeName Ours(string stage, string name) => new("correlator", $"Correlator.{stage}", name);

    private static TypeFacts Facts(TypeName type, params TypeName[] uses) => new(type, uses.ToHashSet(), []);
}
