using System.Text.Json;
using System.Text.RegularExpressions;
using Correlator.Hosting;
using Correlator.Tests.Architecture;
using YamlDotNet.RepresentationModel;

namespace Correlator.Tests.Deployment;

/// <summary>What can be said of the compose file, the image and the provisioning without an engine to run them.</summary>
public sealed partial class ComposeTests
{
    private static readonly YamlMappingNode Compose = YamlFile.Read("docker-compose.yml");
    private static readonly string Dockerfile = File.ReadAllText(Repository.PathOf("src", "Correlator", "Dockerfile"));

    private static IEnumerable<(string Name, YamlMappingNode Service)> Services =>
        Compose.Map("services").Children.Select(pair => (pair.Key.ToString(), (YamlMappingNode)pair.Value));

    [Fact]
    public void Services_AreTheDatabaseTheServerAndGrafana_EachOfANamedVersion()
    {
        Services.Select(service => service.Name).ShouldBe(["postgres", "correlator", "grafana"]);
        Compose.Map("services").Map("postgres").Text("image").ShouldBe("postgres:18");
        foreach (var (name, service) in Services.Where(service => !service.Service.Has("build")))
        {
            service.Text("image").ShouldMatch(@"^[\w./-]+:\d", name);
        }
    }

    [Fact]
    public void Services_DependOnServicesThatTellTheirHealth()
    {
        foreach (var (name, service) in Services.Where(service => service.Service.Has("depends_on")))
        {
            foreach (var needed in service.Map("depends_on").Keys())
            {
                service.Map("depends_on").Map(needed).Text("condition").ShouldBe("service_healthy");
                var tellsItsHealth = Compose.Map("services").Map(needed).Has("healthcheck") || Dockerfile.Contains("HEALTHCHECK", StringComparison.Ordinal);
                tellsItsHealth.ShouldBeTrue($"{name} waits for {needed}");
            }
        }
    }

    [Fact]
    public void Volumes_AreDeclaredOrLieInTheCheckout()
    {
        foreach (var source in Services.SelectMany(service => service.Service.List("volumes")).Select(volume => volume.Split(':')[0]))
        {
            if (source.StartsWith('.'))
            {
                Path.Exists(Repository.PathOf(source[2..])).ShouldBeTrue(source);
            }
            else
            {
                Compose.Map("volumes").Keys().ShouldContain(source);
            }
        }
    }

    [Fact]
    public void Ports_OfTheServer_AreThoseItListensOn()
    {
        var server = Compose.Map("services").Map("correlator");
        var listening = server.Map("environment").Children
            .Where(pair => pair.Key.ToString().EndsWith("Endpoint", StringComparison.Ordinal))
            .Select(pair => pair.Value.ToString().Split(':')[^1]);

        server.List("ports").Select(port => port.Split(':')[^1]).ShouldBe(listening, ignoreOrder: true);
        Exposed().Match(Dockerfile).Groups[1].Value.Split(' ').ShouldBe(listening, ignoreOrder: true);
    }

    [Fact]
    public void Environment_OfTheServer_NamesOptionsThatExist()
    {
        var options = typeof(HostingOptions).Assembly.GetTypes()
            .Where(type => type.GetField("Section") is not null)
            .SelectMany(type => type.GetProperties().Select(property => $"{type.GetField("Section")?.GetRawConstantValue()}:{property.Name}"))
            .Select(key => key.Replace(":", "__", StringComparison.Ordinal))
            .ToHashSet();

        var set = Compose.Map("services").Map("correlator").Map("environment").Keys().ToArray();

        set.Where(key => key.StartsWith("Correlator__", StringComparison.Ordinal)).Except(options).ShouldBeEmpty();
        set.ShouldContain("Correlator__Auth__Token");
        set.ShouldContain("ConnectionStrings__Correlator");
    }

    [Fact]
    public void Secrets_StandNowhere()
    {
        var secrets = Services
            .SelectMany(service => service.Service.Map("environment").Children)
            .Where(pair => pair.Key.ToString() is { } key
                && (key.Contains("PASSWORD", StringComparison.Ordinal) || key.Contains("Token", StringComparison.Ordinal)));

        foreach (var secret in secrets)
        {
            secret.Value.ToString().ShouldMatch(@"^\$\{\w+:\?");
        }
    }

    [Fact]
    public void Dockerfile_CopiesWhatExistsAndRunsAsAnotherUserThanRoot()
    {
        Compose.Map("services").Map("correlator").Map("build").Text("dockerfile").ShouldBe("src/Correlator/Dockerfile");
        foreach (var source in Copied().Matches(Dockerfile).SelectMany(match => match.Groups[1].Value.Split(' ')[..^1]))
        {
            Path.Exists(Repository.PathOf(source)).ShouldBeTrue(source);
        }

        Dockerfile.ShouldContain("USER $APP_UID");
        Dockerfile.IndexOf("USER $APP_UID", StringComparison.Ordinal).ShouldBeLessThan(Dockerfile.IndexOf("ENTRYPOINT", StringComparison.Ordinal));
    }

    [Fact]
    public void Dockerfile_EveryProjectThatTheServerNeeds_IsCopied()
    {
        var project = File.ReadAllText(Repository.PathOf("src", "Correlator", "Correlator.csproj"));
        foreach (var needed in Referenced().Matches(project).Select(match => match.Groups[1].Value))
        {
            Dockerfile.ShouldContain($"COPY src/{needed} src/{needed}");
        }
    }

    [Fact]
    public void Provisioning_FindsTheDashboardsAndTheirDatabase()
    {
        var grafana = Compose.Map("services").Map("grafana");
        string[] sources = ["dashboards", "provisioning", "datasources", "correlator.yaml"];
        string[] providers = ["dashboards", "provisioning", "dashboards", "correlator.yaml"];
        var source = (YamlMappingNode)((YamlSequenceNode)YamlFile.Read(sources).Children["datasources"])[0];
        var provider = (YamlMappingNode)((YamlSequenceNode)YamlFile.Read(providers).Children["providers"])[0];

        grafana.List("volumes").ShouldContain($"./dashboards:{provider.Map("options").Text("path")}:ro");
        var variables = Variable().Matches(File.ReadAllText(Repository.PathOf(sources))).Select(match => match.Groups[1].Value);
        variables.Except(grafana.Map("environment").Keys()).ShouldBeEmpty();
        foreach (var file in Directory.GetFiles(Repository.PathOf("dashboards"), "*.json"))
        {
            using var dashboard = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
            {
                panel.GetProperty("datasource").GetProperty("uid").GetString().ShouldBe(source.Text("uid"), file);
            }
        }
    }

    [Fact]
    public void Dashboards_HaveUniqueNamesAndPanels()
    {
        var names = new HashSet<string>();
        foreach (var file in Directory.GetFiles(Repository.PathOf("dashboards"), "*.json"))
        {
            using var dashboard = JsonDocument.Parse(File.ReadAllBytes(file));
            names.Add(dashboard.RootElement.GetProperty("uid").GetString() ?? "").ShouldBeTrue(file);
            dashboard.RootElement.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("id").GetInt32()).ShouldBeUnique(file);
        }

        names.Count.ShouldBe(4);
    }

    [GeneratedRegex(@"^EXPOSE (.+)$", RegexOptions.Multiline)]
    private static partial Regex Exposed();

    [GeneratedRegex(@"^COPY (?!--from)(.+)$", RegexOptions.Multiline)]
    private static partial Regex Copied();

    [GeneratedRegex(@"<ProjectReference Include=""\.\./([\w.]+)/")]
    private static partial Regex Referenced();

    [GeneratedRegex(@"\$([A-Z_]+)")]
    private static partial Regex Variable();
}
