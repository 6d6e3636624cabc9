using Correlator.Storage.Tenants;

namespace Correlator.Storage.Access;

/// <summary>What somebody may do, and for which tenant. One instance serves all requests of a token.</summary>
internal sealed record Grant(int TenantId, TokenScopes Scopes)
{
    /// <summary>Of requests without a token, where none is asked for.</summary>
    public static readonly Grant Local = new(Tenant.Local, TokenScopesExtensions.All);
}
