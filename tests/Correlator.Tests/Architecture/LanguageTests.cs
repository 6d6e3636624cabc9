namespace Correlator.Tests.Architecture;

public sealed class LanguageTests
{
    private static readonly string[] Read =
    [
        "README.md",
        "CHANGELOG.md",
        "docker-compose.yml",
        "run",
        "test",
        "correlator",
        "Directory.Build.props",
        "Directory.Packages.props",
        "docs",
        "src",
        "migrations",
        "dashboards",
        "proto",
    ];

    [Fact]
    public void EverythingThatPeopleRead_SpeaksOfTheProductAlone() =>
        Read.SelectMany(path => Language.FilesOf(Repository.PathOf(path)))
            .SelectMany(file => Language.Violations(Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file)))
            .ShouldBeEmpty();

    [Theory]
    [InlineData("in the last session")]
    [InlineData("the Agents did")]
    [InlineData("see #12 for more")]
    [InlineData("fixes issue 3")]
    [InlineData("measured in /work/main")]
    [InlineData("\"resolved\": \"https://registry.example.org/x.tgz\"")]
    public void Violations_StrangeWord_IsToldWithItsLine(string text) =>
        Language.Violations("README.md", "first line\n" + text).ShouldHaveSingleItem().ShouldStartWith("README.md:2");

    [Theory]
    [InlineData("user_agent and agentless")]
    [InlineData("colour #73BF69")]
    [InlineData("&#39;")]
    [InlineData("# 12 monkeys")]
    public void Violations_OrdinaryText_IsNone(string text) => Language.Violations("README.md", text).ShouldBeEmpty();
}
