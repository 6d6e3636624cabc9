namespace Correlator.Tests.Architecture;

public sealed class SourceFileTests
{
    [Fact]
    public void Violations_OneTypeOfTheFilesName_IsNone() =>
        new SourceFile("Ingest/Grpc/Door.cs", "namespace Correlator.Ingest.Grpc;\n\ninternal sealed record Door(int A);\n")
            .Violations().ShouldBeEmpty();

    [Theory]
    [InlineData("internal sealed class Door;\n\ninternal enum Other { A }\n")]
    [InlineData("internal readonly record struct Gate(int A);\n")]
    [InlineData("// nothing\n")]
    public void Violations_OtherTypes_AreTold(string text) =>
        new SourceFile("Ingest/Door.cs", "namespace Correlator.Ingest;\n\n" + text).Violations().ShouldHaveSingleItem().ShouldContain("Door alone");

    [Fact]
    public void Violations_OtherNamespace_IsTold() =>
        new SourceFile("Ingest/Door.cs", "namespace Correlator.Storage;\n\nclass Door;\n")
            .Violations().ShouldHaveSingleItem().ShouldContain("Correlator.Ingest");

    [Fact]
    public void Violations_LongFile_IsTold() =>
        new SourceFile("Ingest/Door.cs", "namespace Correlator.Ingest;\n\nclass Door;\n" + new string('\n', SourceFile.MaxLines))
            .Violations().ShouldHaveSingleItem().ShouldContain("lines");

    [Fact]
    public void LongLines_LineBeyondTheLimit_IsToldByPlace() =>
        new SourceFile("Ingest/Door.cs", "1234567890\n12345678901\n").LongLines(10).ShouldHaveSingleItem().ShouldContain("Ingest/Door.cs:2 ");

    [Fact]
    public void LongLines_WindowsLineEndings_AreNotCounted() => new SourceFile("Ingest/Door.cs", "1234567890\r\n").LongLines(10).ShouldBeEmpty();

    [Fact]
    public void LongLines_GeneratedFile_HasNone() => new SourceFile("Ingest/Door.g.cs", "12345678901").LongLines(10).ShouldBeEmpty();

    [Theory]
    [InlineData("using System;\nusing System.Text;\nusing Correlator.Ingest;\nusing Npgsql;\nusing static System.Math;\n")]
    [InlineData("namespace Correlator.Ingest;\n")]
    public void UnsortedUsings_InOrder_AreNone(string text) => new SourceFile("Ingest/Door.cs", text).UnsortedUsings().ShouldBeEmpty();

    [Theory]
    [InlineData("using Npgsql;\nusing System.Text;\n", "System.Text")]
    [InlineData("using System.Text;\nusing Npgsql;\nusing Correlator.Ingest;\n", "Correlator.Ingest")]
    public void UnsortedUsings_OutOfOrder_TellTheFirst(string text, string wanted) =>
        new SourceFile("Ingest/Door.cs", text).UnsortedUsings().ShouldHaveSingleItem().ShouldContain($"where {wanted} should stand");

    [Theory]
    [InlineData("private readonly HashSet<Guid> _asked = [];")]
    [InlineData("var known = new Dictionary<Guid, List<int>>();")]
    [InlineData("private readonly ConcurrentDictionary<Guid, byte> _known = [];")]
    public void TablesById_WithTheHashOfAGuid_AreTold(string text) =>
        new SourceFile("Ingest/Door.cs", text).TablesById().ShouldHaveSingleItem().ShouldContain("Ingest/Door.cs has ");

    [Theory]
    [InlineData("private readonly IdSet _asked = [];")]
    [InlineData("private readonly Dictionary<Guid, Guid> _roots = new(IdComparer.Instance);")]
    [InlineData("public Task<IReadOnlyDictionary<Guid, Finding>> ReadAsync(int tenantId) => reader.ReadAsync();")]
    public void TablesById_WithAHashOfTheProcess_AreNone(string text) => new SourceFile("Ingest/Door.cs", text).TablesById().ShouldBeEmpty();

    [Fact]
    public void MissingOpenings_StageWithoutMetrics_IsTold()
    {
        SourceFile[] files = [new("Ingest/IngestServiceCollectionExtensions.cs", ""), new("Ingest/IngestOptions.cs", ""), new("Ingest/IngestLog.cs", "")];

        SourceFile.MissingOpenings(files, ["Ingest"]).ShouldBe(["Ingest/IngestMetrics.cs"]);
    }
}
