using System.Reflection;
using Correlator.GraphQL.Language;

namespace Correlator.Tests.Architecture;

/// <summary>The GraphQL library stands alone: it could serve any other product.</summary>
public sealed class GraphQLLibraryTests
{
    private static readonly Assembly Library = typeof(Parser).Assembly;
    private static readonly Lazy<IReadOnlyList<SourceFile>> Files = new(() => SourceFile.Read(Repository.PathOf("src", "Correlator.GraphQL")));

    [Fact]
    public void Library_ReferencesNothingOfCorrelator() =>
        Library.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("Microsoft.", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public void Files_HoldOneTypeOfTheirNameInTheirFolderAndAreShort() => Files.Value.SelectMany(file => file.Violations("Correlator.GraphQL")).ShouldBeEmpty();

    [Fact]
    public void Files_AreShortInTheMiddle()
    {
        int[] lines = [.. Files.Value.Select(file => file.Text.AsSpan().Count('\n')).Order()];

        lines[lines.Length / 2].ShouldBeLessThan(80);
    }
}
