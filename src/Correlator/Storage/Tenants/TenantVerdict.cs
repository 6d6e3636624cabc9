namespace Correlator.Storage.Tenants;

internal enum TenantVerdict
{
    Admitted,

    /// <summary>More per second than its limits: later it may.</summary>
    TooFast,

    /// <summary>The quota of the month is used up.</summary>
    OverQuota,
}
