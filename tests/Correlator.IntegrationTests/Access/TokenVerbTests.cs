using System.Net;
using System.Text;
using System.Text.Json;
using Correlator.IntegrationTests.Support;
using Correlator.Storage.Access;

namespace Correlator.IntegrationTests.Access;

/// <summary>The verbs as a person runs them beside the server.</summary>
public sealed class TokenVerbTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Token_CreatedListedAndRevoked_LetsInAsLongAsItIsValid()
    {
        await using var server = new ServerProcess(await postgres.CreateDatabaseAsync(), ("Correlator__Auth__Required", "true"));
        await server.StartAsync();

        (await server.RunAsync("doctor")).Output.ShouldContain("warn  tokens");
        (await server.RunAsync("tenant", "create", "shop")).Code.ShouldBe(0);
        (await server.RunAsync("tenant", "create", "shop")).Code.ShouldBe(1);
        (await server.RunAsync("tenant", "create", "Shop!")).Code.ShouldBe(1);
        (await server.RunAsync("tenant", "list")).Output.ShouldContain("shop");
        var made = await server.RunAsync("token", "create", "--tenant", "shop", "--scope", "ingest,read", "--name", "checkout", "--expires", "90d", "--json");
        var json = JsonDocument.Parse(made.Output).RootElement;
        var token = json.GetProperty("token").GetString().ShouldNotBeNull();
        json.GetProperty("scopes").GetArrayLength().ShouldBe(2);
        await Eventually.TrueAsync(async () => await PostAsync(server, token) == HttpStatusCode.OK, "a token that is known");

        var listed = (await server.RunAsync("token", "list", "--tenant", "shop")).Output;
        listed.ShouldContain(TokenText.Prefix(token));
        listed.ShouldContain("checkout");
        listed.ShouldContain("ingest,read");
        listed.ShouldNotContain(token);
        (await server.RunAsync("token", "list", "--json")).Output.ShouldNotContain(token);
        (await server.RunAsync("token", "revoke", TokenText.Prefix(token))).Code.ShouldBe(0);
        await Eventually.TrueAsync(async () => await PostAsync(server, token) == HttpStatusCode.Unauthorized, "a token that is refused");
        (await server.RunAsync("token", "list")).Output.ShouldContain("revoked");
        server.Output.ShouldNotContain(token);
    }

    [Theory]
    [InlineData("There is no tenant 'nobody'", "token", "create", "--tenant", "nobody")]
    [InlineData("'write' is no scope", "token", "create", "--scope", "write")]
    [InlineData("Which limit?", "tenant", "set", "local")]
    [InlineData("neither a time", "token", "create", "--expires", "soon")]
    [InlineData("correlator token list", "token", "revoke", "cor_nobody")]
    [InlineData("There is no tenant 'nobody'", "journey", "x", "--tenant", "nobody")]
    public async Task Verb_WrongArgument_IsToldAndFails(string told, params string[] arguments)
    {
        await using var server = new ServerProcess(await postgres.CreateDatabaseAsync());

        var (code, _) = await server.RunAsync(arguments);

        code.ShouldBe(1);
        server.Errors.ShouldContain(told);
    }

    [Fact]
    public async Task Token_DatabaseWithoutSchema_SaysToMigrate()
    {
        await using var server = new ServerProcess(await postgres.CreateEmptyDatabaseAsync());

        var (code, output) = await server.RunAsync("token", "list");

        code.ShouldBe(1);
        output.ShouldContain("correlator migrate");
    }

    private static async Task<HttpStatusCode> PostAsync(ServerProcess server, string token)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { { "x-api-key", token } } };
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(server.Http, "/v1/traces"), content);
        return response.StatusCode;
    }
}
