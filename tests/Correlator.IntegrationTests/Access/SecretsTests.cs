using System.Net;
using System.Text;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Access;

/// <summary>Whatever goes wrong, no secret is told: not in logs, not by the doctor, not in what a start says when it fails.</summary>
public sealed class SecretsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Secret = "hunter2hunter2hunter2hunter2hunter2";

    [Fact]
    public async Task Serve_WithSecretsConfiguredAndShown_LogsNoneAtAnyLevel()
    {
        await using var server = new ServerProcess(
            await postgres.CreateDatabaseAsync(),
            ("Correlator__Auth__Token", Secret + "-token"),
            ("Correlator__Auth__HashKey", Secret + "-key"),
            ("Correlator__Ingest__Policy__HashKey", Secret + "-policy"),
            ("Logging__LogLevel__Default", "Trace"),
            ("Logging__LogLevel__Correlator", "Trace"));
        await server.StartAsync();

        (await PostAsync(server, Secret + "-token")).ShouldBe(HttpStatusCode.OK);
        (await PostAsync(server, Secret + "-wrong")).ShouldBe(HttpStatusCode.Unauthorized);
        await Eventually.TrueAsync(() => Task.FromResult(server.Output.Contains("refused for want of a valid token")), "the refusal logged");
        server.Output.ShouldNotContain("hunter2");
        (await server.RunAsync("doctor")).Output.ShouldNotContain("hunter2");
        (await server.RunAsync("token", "list")).Output.ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=nobody;Password=hunter2hunter2;Timeout=2")]
    [InlineData("Host=127.0.0.1;Port=1;Username=nobody;Password=half;hunter2hunter2=other")]
    [InlineData("postgres://nobody:hunter2hunter2@127.0.0.1/correlator")]
    public async Task AnyVerb_DatabaseAwayOrMisspelled_DoesNotTellItsPassword(string connectionString)
    {
        await using var server = new ServerProcess(connectionString);

        foreach (var verb in new[] { "serve", "doctor", "migrate" })
        {
            var (code, output) = await server.RunAsync(verb);

            code.ShouldBe(1);
            output.ShouldContain("ConnectionStrings__Correlator");
            output.ShouldNotContain("hunter2");
            output.ShouldNotContain("   at ");
        }
    }

    [Fact]
    public async Task Serve_WrongSecrets_NamesTheirKeysAlone()
    {
        using var authority = new TestAuthority();
        authority.WriteServer();
        await using var server = new ServerProcess(
            await postgres.CreateDatabaseAsync(),
            ("Correlator__Auth__HashKey", "hunter2"),
            ("Correlator__Auth__Token", "hunter2 hunter2"),
            ("Correlator__Tls__CertificatePath", authority.CertificatePath),
            ("Correlator__Tls__KeyPath", authority.KeyPath),
            ("Correlator__Tls__KeyPassword", "hunter2"));

        var (code, output) = await server.RunAsync("serve");

        code.ShouldBe(1);
        output.ShouldContain("Correlator:Auth:HashKey");
        output.ShouldContain("Correlator:Auth:Token");
        output.ShouldContain("Correlator:Tls");
        output.ShouldNotContain("hunter2");
    }

    private static async Task<HttpStatusCode> PostAsync(ServerProcess server, string token)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { { "authorization", $"Bearer {token}" } } };
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(server.Http, "/v1/traces"), content);
        return response.StatusCode;
    }
}
