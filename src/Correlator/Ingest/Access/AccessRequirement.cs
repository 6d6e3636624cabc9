using Correlator.Storage.Access;

namespace Correlator.Ingest.Access;

/// <summary>Metadata of an endpoint: the scope that its callers need.</summary>
/// <param name="IsLateForWebSockets">A WebSocket may open without a token and show it in its first message, since browsers cannot send headers with it; the
/// endpoint then asks <see cref="TenantResolver"/> itself.</param>
internal sealed record AccessRequirement(TokenScopes Scopes, bool IsLateForWebSockets);
