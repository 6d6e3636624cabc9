namespace Correlator.Tests.Architecture;

public sealed class TopLevelTests
{
    private static readonly string[] Known =
    [
        "BannedSymbols.txt", "CHANGELOG.md", "Correlator.sln", "Directory.Build.props", "Directory.Packages.props", "README.md", "correlator", "dashboards",
        "docker-compose.yml", "docs", "global.json", "migrations", "proto", "run", "src", "test", "tests",
    ];

    /// <summary>What tests and benchmarks leave there, and .gitignore names.</summary>
    private static readonly string[] Made = ["BenchmarkDotNet.Artifacts", "TestResults", "artifacts"];

    [Fact]
    public void Checkout_TopLevel_HoldsNothingElse() =>
        Directory.EnumerateFileSystemEntries(Repository.Root)
            .Select(entry => Path.GetFileName(entry))
            .Where(name => !name.StartsWith('.') && !Made.Contains(name))
            .Order(StringComparer.Ordinal)
            .ShouldBe(Known);

    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData("correlator")]
    [InlineData(".ci/run")]
    public void Scripts_AreExecutable(string script) =>
        (OperatingSystem.IsWindows() || File.GetUnixFileMode(Repository.PathOf(script.Split('/'))).HasFlag(UnixFileMode.UserExecute)).ShouldBeTrue();
}
