using System.Diagnostics;
using System.Net;
using System.Text;
using Correlator.IntegrationTests.Support;
using Correlator.Storage.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Access;

[Collection(TimedTests.Name)]
public sealed class TokenLifeTests(PostgresFixture postgres)
{
    private static readonly (string, string) Required = ("Correlator:Auth:Required", "true");

    [Fact]
    public async Task Revoke_OnOneOfTwoServers_IsHeededByBothWithinFiveSeconds()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var one = await CorrelatorServer.StartAsync(database, Required);
        await using var other = await CorrelatorServer.StartAsync(database, Required);
        var token = await Tokens.CreateAsync(one, TokenScopes.Ingest);
        await Eventually.TrueAsync(async () => await PostAsync(other, token) == HttpStatusCode.OK, "a token that the other server knows");
        (await PostAsync(one, token)).ShouldBe(HttpStatusCode.OK);

        (await one.Services.GetRequiredService<TokenStore>().RevokeAsync(TokenText.Prefix(token), CancellationToken.None)).ShouldHaveSingleItem();
        var since = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync(
            async () => await PostAsync(one, token) == HttpStatusCode.Unauthorized && await PostAsync(other, token) == HttpStatusCode.Unauthorized,
            "a token that both refuse");

        Stopwatch.GetElapsedTime(since).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Export_TokenThatExpires_IsRefusedFromThenOn()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, Required);
        var token = await Tokens.CreateAsync(server, TokenScopes.Ingest, expiresAt: TimeProvider.System.GetUtcNow().AddSeconds(3));

        (await PostAsync(server, token)).ShouldBe(HttpStatusCode.OK);
        await Eventually.TrueAsync(async () => await PostAsync(server, token) == HttpStatusCode.Unauthorized, "a token that has expired");
    }

    [Fact]
    public async Task Export_LastUse_IsWrittenWithoutAWritePerRequest()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using (var server = await CorrelatorServer.StartAsync(database, Required))
        {
            var (used, _) = (await Tokens.CreateAsync(server, TokenScopes.Ingest), await Tokens.CreateAsync(server, TokenScopes.Ingest));
            for (var request = 0; request < 5; request++)
            {
                (await PostAsync(server, used)).ShouldBe(HttpStatusCode.OK);
            }

            (await server.CountAsync("access_token", "last_used_at IS NOT NULL")).ShouldBe(0);
        }

        (await StoredTelemetry.CountAsync(database, "SELECT count(*) FROM access_token WHERE last_used_at IS NOT NULL")).ShouldBe(1);
    }

    [Fact]
    public async Task Start_TokensHashedUnderAnotherKey_AreNotValid()
    {
        var database = await postgres.CreateDatabaseAsync();
        string token;
        await using (var server = await CorrelatorServer.StartAsync(database, Required))
        {
            token = await Tokens.CreateAsync(server, TokenScopes.Ingest);
        }

        await using var rekeyed = await CorrelatorServer.StartAsync(database, Required, ("Correlator:Auth:HashKey", "another key of thirty-two characters"));

        (await PostAsync(rekeyed, token)).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(rekeyed, await Tokens.CreateAsync(rekeyed, TokenScopes.Ingest))).ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> PostAsync(CorrelatorServer server, string token)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { { "authorization", $"Bearer {token}" } } };
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(server.Http, "/v1/traces"), content);
        return response.StatusCode;
    }
}
