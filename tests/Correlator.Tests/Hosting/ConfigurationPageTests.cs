using System.Xml.Linq;
using Correlator.Hosting;
using Correlator.Tests.Architecture;

namespace Correlator.Tests.Hosting;

public sealed class ConfigurationPageTests
{
    private static readonly string Page = Repository.PathOf("docs", "configuration.md");

    [Fact]
    public void Page_EveryOption_IsThereWithItsDefaultAndMeaning()
    {
        var assembly = typeof(HostingOptions).Assembly;
        var table = ConfigurationPage.Table(assembly, XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")));
        var page = File.ReadAllText(Page);
        if (Environment.GetEnvironmentVariable("CORRELATOR_WRITE_DOCS") == "1")
        {
            page = page.Replace(ConfigurationPage.InPage(page), table, StringComparison.Ordinal);
            File.WriteAllText(Page, page);
        }

        ConfigurationPage.InPage(page).ShouldBe(
            table,
            "CORRELATOR_WRITE_DOCS=1 dotnet test tests/Correlator.Tests --filter ConfigurationPageTests writes the page anew");
    }

    [Fact]
    public void Readme_Links_ToThePage() => File.ReadAllText(Repository.PathOf("README.md")).ShouldContain("(docs/configuration.md)");
}
