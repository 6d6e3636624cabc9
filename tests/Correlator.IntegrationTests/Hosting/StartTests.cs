using System.Net;
using System.Net.Sockets;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Hosting;

/// <summary>What a person reads when the server cannot start: what is wrong and which key mends it, and nothing else.</summary>
public sealed class StartTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData("Correlator__Ingest__GrpcEndpoint")]
    [InlineData("Correlator__Ingest__GrpcEndpoint", "*:0")]
    [InlineData("Correlator__Ingest__HttpEndpoint")]
    [InlineData("Correlator__Hosting__Endpoint")]
    public async Task Serve_OpenToTheNetworkWithoutToken_NamesTheKey(string endpoint, string address = "0.0.0.0:0")
    {
        await using var server = new ServerProcess(await postgres.CreateDatabaseAsync(), (endpoint, address));

        var (code, output) = await server.RunAsync("serve");

        code.ShouldBe(1);
        var told = OneSentence(server);
        told.ShouldContain("Correlator:Auth:Required");
        told.ShouldContain("Correlator:Auth:Token");
    }

    [Fact]
    public async Task Serve_PortTaken_SaysSoAndExits()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = other.LocalEndpoint.ToString() ?? "";
        await using var server = new ServerProcess(await postgres.CreateDatabaseAsync(), ("Correlator__Ingest__GrpcEndpoint", taken));

        var (code, output) = await server.RunAsync("serve");

        code.ShouldBe(1);
        OneSentence(server).ShouldContain(other.LocalEndpoint.ToString() ?? "");
        output.ShouldContain("Correlator__Ingest__GrpcEndpoint");
    }

    [Fact]
    public async Task Serve_DataOfAnotherMajorVersion_SaysSoAndExits()
    {
        await using var server = new ServerProcess();
        Directory.CreateDirectory(Path.Combine(server.DataFolder, "postgres"));
        await File.WriteAllTextAsync(Path.Combine(server.DataFolder, "postgres", "PG_VERSION"), "15\n");

        var (code, output) = await server.RunAsync("serve");

        code.ShouldBe(1);
        OneSentence(server).ShouldContain("made by Postgres 15");
        output.ShouldContain("CORRELATOR_DATA");
    }

    [Fact]
    public async Task Serve_DataFolderInUse_SaysSoAndExits()
    {
        await using var first = new ServerProcess();
        await first.StartAsync();
        await using var second = new ServerProcess(null, ("CORRELATOR_DATA", first.DataFolder));

        var (code, _) = await second.RunAsync("serve");

        code.ShouldBe(1);
        OneSentence(second).ShouldContain(first.DataFolder);
        (await first.HealthAsync("ready")).Code.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Serve_DatabaseAway_SaysSoAndExits()
    {
        await using var server = new ServerProcess("Host=127.0.0.1;Port=1;Username=nobody;Timeout=2");

        var (code, output) = await server.RunAsync("serve");

        code.ShouldBe(1);
        OneSentence(server).ShouldContain("ConnectionStrings__Correlator");
    }

    [Fact]
    public async Task Serve_InvalidOptionsOfSeveralStages_NamesEveryKeyAtOnce()
    {
        await using var server = new ServerProcess(
            await postgres.CreateDatabaseAsync(),
            ("Correlator__Ingest__MaxAttributes", "0"),
            ("Correlator__Ingest__RetryDelay", "00:00:00"),
            ("Correlator__Storage__Lanes", "99"),
            ("Correlator__Correlation__MaxTracesPerKey", "1"),
            ("Correlator__Detection__Period", "00:00:00"),
            ("Correlator__Query__LogsPerSpan", "-1"),
            ("Correlator__Hosting__Endpoint", "nowhere"));

        var (code, output) = await server.RunAsync("serve");

        code.ShouldBe(1);
        output.ShouldNotContain("   at ");
        foreach (var key in new[]
        {
            "Correlator:Ingest:MaxAttributes",
            "Correlator:Ingest:RetryDelay",
            "Correlator:Storage:Lanes",
            "Correlator:Correlation:MaxTracesPerKey",
            "Correlator:Detection:Period",
            "Correlator:Query:LogsPerSpan",
            "Correlator:Hosting:Endpoint",
        })
        {
            output.ShouldContain(key);
        }

        server.Errors.Trim().Split('\n').Length.ShouldBe(7);
    }

    [Fact]
    public async Task Serve_ValueOfTheWrongKind_NamesTheKey()
    {
        await using var server = new ServerProcess(await postgres.CreateDatabaseAsync(), ("Correlator__Storage__Lanes", "many"));

        var (code, output) = await server.RunAsync("serve");

        code.ShouldBe(1);
        OneSentence(server).ShouldContain("Correlator:Storage:Lanes");
    }

    [Fact]
    public async Task Serve_KeysThatAreNotThere_AreNamed()
    {
        await using var server = new ServerProcess(
            await postgres.CreateDatabaseAsync(),
            ("Correlator__Auth__Require", "true"),
            ("Correlator__Storage__Lanes", "99"));

        var (code, _) = await server.RunAsync("serve");

        code.ShouldBe(1);
        server.Errors.ShouldContain("Correlator:Auth:Require is a key that this version does not have");
        server.Errors.Trim().Split('\n').Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("migrate")]
    [InlineData("journey")]
    [InlineData("doctor")]
    [InlineData("token")]
    [InlineData("tenant")]
    [InlineData("demo")]
    [InlineData("")]
    public async Task Help_EveryVerb_IsDescribed(string verb)
    {
        await using var server = new ServerProcess();

        var (code, output) = await server.RunAsync(verb.Length == 0 ? ["--help"] : [verb, "--help"]);

        code.ShouldBe(0);
        output.ShouldContain("Usage:");
        output.ShouldContain(verb);
    }

    [Fact]
    public async Task UnknownVerb_IsToldAndFails()
    {
        await using var server = new ServerProcess();

        (await server.RunAsync("frobnicate")).Code.ShouldBe(1);
    }

    private static string OneSentence(ServerProcess server)
    {
        server.Output.ShouldNotContain("   at ");
        return server.Errors.Trim().Split('\n').ShouldHaveSingleItem();
    }
}
