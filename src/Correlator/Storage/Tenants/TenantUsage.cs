namespace Correlator.Storage.Tenants;

/// <summary>A tenant's counts over some days.</summary>
internal sealed record TenantUsage(int TenantId, DateOnly Day, UsageCounts Counts);
