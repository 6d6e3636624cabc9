namespace Correlator.Storage.Tenants;

/// <summary>What a tenant may send when nothing else is set for it (<c>correlator tenant set</c>): <c>Correlator:Limits</c>. 0: no limit.</summary>
internal sealed class LimitsOptions
{
    public const string Section = "Correlator:Limits";

    /// <summary>Export requests per second that a tenant may send to one server, unless it has a limit of its own; 0: any number.</summary>
    public int RequestsPerSecond { get; set; }

    /// <summary>Bytes per second, after decompression, that a tenant may send to one server, unless it has a limit of its own; 0: any number.</summary>
    public long BytesPerSecond { get; set; }

    /// <summary>Bytes per calendar month (UTC) that a tenant may send to all servers together, unless it has a quota of its own; 0: any number.</summary>
    public long BytesPerMonth { get; set; }

    /// <summary>How much of its rate a tenant may send at once after it has sent nothing: exporters gather for seconds and send then.</summary>
    public TimeSpan Burst { get; set; } = TimeSpan.FromSeconds(10);

    internal TenantLimits Of(Tenant? tenant) =>
        new(tenant?.RequestsPerSecond ?? RequestsPerSecond, tenant?.BytesPerSecond ?? BytesPerSecond, tenant?.BytesPerMonth ?? BytesPerMonth);
}
