namespace Correlator.Query.Graph;

/// <summary>Who asks: of this tenant, and of no other, is told.</summary>
internal sealed record Caller(int TenantId);
