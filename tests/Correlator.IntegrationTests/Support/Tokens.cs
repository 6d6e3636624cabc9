using Correlator.Storage.Access;
using Correlator.Storage.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Support;

/// <summary>Makes tokens and tenants as the verbs do.</summary>
internal static class Tokens
{
    public static async Task<string> CreateAsync(CorrelatorServer server, TokenScopes scopes, int tenantId = Tenant.Local, DateTimeOffset? expiresAt = null)
    {
        var text = TokenText.New();
        var hasher = await server.Services.GetRequiredService<TokenHashKey>().GetAsync(CancellationToken.None);
        await server.Services.GetRequiredService<TokenStore>().AddAsync(
            tenantId, "test", scopes, TokenText.Prefix(text), hasher.Hash(text), hasher.KeyId, expiresAt, CancellationToken.None);

        // A new token is looked for at most once a second: after this, it is known.
        await Eventually.TrueAsync(
            async () => await server.Services.GetRequiredService<FindToken>()(text, CancellationToken.None) is not null,
            "a token that is known");
        return text;
    }

    public static async Task<int> CreateTenantAsync(CorrelatorServer server, string name) =>
        (await server.Services.GetRequiredService<TenantStore>().CreateAsync(name, CancellationToken.None)).ShouldNotBeNull().TenantId;
}
