using Correlator.Ingest.Access;
using Correlator.Storage.Access;
using Correlator.Storage.Tenants;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest;

/// <summary>Decides whose data a request carries or asks for, and whether its sender may do that.</summary>
internal sealed class TenantResolver(IOptions<AuthOptions> options, FindToken find, AccessRefusals refusals)
{
    public const int LocalTenant = Tenant.Local;
    private static readonly AccessDecision Local = new(AccessVerdict.Granted, Grant.Local);
    private readonly bool _isOn = options.Value.IsOn;

    /// <param name="shown">The token, when one was shown. One that is not valid is refused also where none is
    /// needed: its data is not the local tenant's.</param>
    public ValueTask<AccessDecision> ResolveAsync(string? shown, TokenScopes needed, Door door, CancellationToken cancellationToken) =>
        !string.IsNullOrEmpty(shown) ? LookUpAsync(shown, needed, door, cancellationToken)
        : _isOn ? new(Refuse(AccessVerdict.Unauthenticated, door))
        : new(Local);

    private async ValueTask<AccessDecision> LookUpAsync(string shown, TokenScopes needed, Door door, CancellationToken cancellationToken)
    {
        if (await find(shown, cancellationToken).ConfigureAwait(false) is not { } known)
        {
            return Refuse(AccessVerdict.Unauthenticated, door);
        }

        if (!known.Grant.Scopes.Allow(needed))
        {
            return Refuse(AccessVerdict.Forbidden, door);
        }

        known.Use();
        return new AccessDecision(AccessVerdict.Granted, known.Grant);
    }

    private AccessDecision Refuse(AccessVerdict verdict, Door door)
    {
        refusals.Count(door, verdict);
        return new AccessDecision(verdict, null);
    }
}
