namespace Correlator.Storage.Tenants;

/// <summary>What a tenant may send; 0: no limit.</summary>
internal readonly record struct TenantLimits(int RequestsPerSecond, long BytesPerSecond, long BytesPerMonth);
