using System.Net;
using System.Text.Json;
using Correlator.Hosting;
using Correlator.Ingest.Access;
using Correlator.IntegrationTests.Support;
using Correlator.Storage.Access;
using Correlator.Storage.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Correlator.IntegrationTests.Access;

/// <summary>What endpoints of the port for people get from <see cref="AccessExtensions"/>.</summary>
public sealed class WebAccessTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Endpoint_RequiringAScope_RunsForItsTenantOrNotAtAll()
    {
        await using var app = await StartAsync(("Correlator:Auth:Required", "true"));
        var tenant = (await app.Services.GetRequiredService<TenantStore>().CreateAsync("shop", CancellationToken.None)).ShouldNotBeNull();
        var (reader, sender) = (await TokenAsync(app, tenant, TokenScopes.Read), await TokenAsync(app, tenant, TokenScopes.Ingest));

        var none = await GetAsync(app, "/who", null);
        var forbidden = await GetAsync(app, "/who", sender);

        none.Status.ShouldBe(HttpStatusCode.Unauthorized);
        var error = JsonDocument.Parse(none.Body).RootElement.GetProperty("errors")[0];
        error.GetProperty("extensions").GetProperty("code").GetString().ShouldBe("UNAUTHENTICATED");
        forbidden.Status.ShouldBe(HttpStatusCode.Forbidden);
        forbidden.Body.ShouldContain("scope read");
        (await GetAsync(app, "/who", reader)).ShouldBe((HttpStatusCode.OK, $"tenant {tenant.TenantId}"));
        (await GetAsync(app, "/healthz/live", null)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Endpoint_OnLoopbackWithoutToken_RunsForTheLocalTenant()
    {
        await using var app = await StartAsync();

        (await GetAsync(app, "/who", null)).ShouldBe((HttpStatusCode.OK, "tenant 1"));
    }

    [Fact]
    public async Task AnyEndpoint_OnLoopbackByAnotherName_IsRefused()
    {
        const string why = "The server is not addressed by a name of its own: localhost, an address, or a host that its configuration allows.";
        await using var app = await StartAsync(("Correlator:Query:Hosts:0", "correlator.example"));

        foreach (var path in new[] { "/", "/healthz/live", "/healthz/ready", "/graphql?query=%7B__typename%7D", "/who", "/nothing" })
        {
            var refused = await GetAsync(app, path, null, "evil.example");
            refused.Status.ShouldBe(HttpStatusCode.MisdirectedRequest, path);
            refused.Body.ShouldBe($$"""{"errors":[{"message":"{{why}}"}]}""", path);
            (await GetAsync(app, path, null, "correlator.example")).Status.ShouldNotBe(HttpStatusCode.MisdirectedRequest, path);
        }
    }

    private async Task<WebApplication> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = CorrelatorApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Correlator"] = await postgres.CreateDatabaseAsync(),
            ["Correlator:Storage:JournalFolder"] = "",
            ["Correlator:Ingest:GrpcEndpoint"] = "127.0.0.1:0",
            ["Correlator:Ingest:HttpEndpoint"] = "127.0.0.1:0",
            ["Correlator:Hosting:Endpoint"] = "127.0.0.1:0",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.ClearProviders();
        var app = CorrelatorApplication.Build(builder);
        app.MapGet("/who", (HttpContext context) => $"tenant {context.Granted()?.TenantId}").RequireAccess(TokenScopes.Read);
        await app.StartAsync();
        return app;
    }

    private static async Task<string> TokenAsync(WebApplication app, Tenant tenant, TokenScopes scopes)
    {
        var text = TokenText.New();
        var hasher = await app.Services.GetRequiredService<TokenHashKey>().GetAsync(CancellationToken.None);
        var store = app.Services.GetRequiredService<TokenStore>();
        await store.AddAsync(
            tenant.TenantId, "test", scopes, TokenText.Prefix(text), hasher.Hash(text), hasher.KeyId, null, CancellationToken.None);
        await Eventually.TrueAsync(
            async () => await app.Services.GetRequiredService<FindToken>()(text, CancellationToken.None) is not null,
            "a token that is known");
        return text;
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(WebApplication app, string path, string? token, string? host = null)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { Host = host } };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Add("authorization", $"Bearer {token}");
        }

        using var response = await client.GetAsync(new Uri(new Uri(app.Urls.Last()), path));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
