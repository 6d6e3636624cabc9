using Correlator.Telemetry;

namespace Correlator.Tests.Architecture;

/// <summary>What holds the house together. A failing test names the type or file and what is wrong with it.</summary>
public sealed class ArchitectureTests
{
    private static readonly Lazy<IReadOnlyList<TypeFacts>> Types = new(() => AssemblyScanner.Read(typeof(TraceId).Assembly.Location));
    private static readonly Lazy<IReadOnlyList<SourceFile>> Files = new(() => SourceFile.Read(Repository.PathOf("src", "Correlator")));

    /// <summary>Every stage but Telemetry, which has nothing to configure, log or count, opens with the same four files.</summary>
    private static IEnumerable<string> StagesWithOpenings => StageArrows.Stages.Where(stage => stage != "Telemetry");

    [Fact]
    public void Stages_KnowOnlyWhatComesBeforeThem() => StageArrows.Violations(Types.Value).ShouldBeEmpty();

    [Fact]
    public void Rules_AreFunctionsOfFactsAlone()
    {
        Types.Value.Count(facts => IsRule(facts.Type)).ShouldBeGreaterThanOrEqualTo(6);

        StageArrows.ImpureRules(Types.Value, IsRule).ShouldBeEmpty();
    }

    [Fact]
    public void Sql_StandsInStoresWritersAndReaders() => SqlPlacement.Violations(Types.Value).ShouldBeEmpty();

    [Fact]
    public void SqlExceptions_AreAllNeeded() => SqlPlacement.Stale(Types.Value).ShouldBeEmpty();

    [Fact]
    public void Files_HoldOneTypeOfTheirNameInTheirFolderAndAreShort() => Files.Value.SelectMany(file => file.Violations()).ShouldBeEmpty();

    [Fact]
    public void Files_AreShortInTheMiddle()
    {
        int[] lines = [.. Files.Value.Select(file => file.Text.AsSpan().Count('\n')).Order()];

        lines[lines.Length / 2].ShouldBeLessThan(80);
    }

    [Fact]
    public void Files_KeepIdsInTablesThatNobodyCanCraftThemFor() => Files.Value.SelectMany(file => file.TablesById()).ShouldBeEmpty();

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void Files_HaveNoLineBeyondTheLimitOfTheEditorConfig(string folder) =>
        SourceFile.Read(Repository.PathOf(folder)).SelectMany(file => file.LongLines(EditorConfig.MaxLineLength)).ShouldBeEmpty();

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void Files_SortTheirUsings(string folder) =>
        SourceFile.Read(Repository.PathOf(folder)).SelectMany(file => file.UnsortedUsings()).ShouldBeEmpty();

    [Fact]
    public void Stages_OpenWithTheSameFiles() => SourceFile.MissingOpenings(Files.Value, StagesWithOpenings).ShouldBeEmpty();

    private static bool IsRule(TypeName type) => type.Stage switch
    {
        "Correlation" => type.Name is "JourneyResolver" or "MessageResolver" or "AttemptResolver" or "DisjointSets",
        "Detection" => type.Name.EndsWith("Detector", StringComparison.Ordinal) || type.Name == "Hysteresis",
        _ => false,
    };
}
