namespace Correlator.Storage.Sealing;

/// <summary>What of a tenant's records waits to fill a sealed block, and the first block it came from.</summary>
internal sealed class TenantRecords<T>(StoredBlock first)
{
    public StoredBlock First { get; } = first;

    public List<T> Records { get; } = [];
}
