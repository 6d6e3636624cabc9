using Correlator.Telemetry;

namespace Correlator.Storage.Tenants;

/// <summary>Counts what a tenant sends to this server, and says when it is too much. Without limits, a request costs a few additions.</summary>
internal sealed class TenantMeter(int tenantId, TimeProvider time)
{
    private RateLimit? _requestRate;
    private RateLimit? _byteRate;
    private TenantLimits _limits;
    private long _requests;
    private long _bytes;
    private long _spans;
    private long _logRecords;
    private long _points;
    private long _refused;
    private long _monthQuota;
    private long _monthBytes;
    private long _monthMark;

    public int TenantId { get; } = tenantId;

    public string Name { get; set; } = tenantId.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Since the start of this server.</summary>
    public UsageCounts Counts => new(
        Volatile.Read(ref _requests),
        Volatile.Read(ref _bytes),
        Volatile.Read(ref _spans),
        Volatile.Read(ref _logRecords),
        Volatile.Read(ref _points),
        Volatile.Read(ref _refused));

    /// <summary>What of it stands in the database. For the one who writes it alone.</summary>
    public UsageCounts Written { get; set; }

    public bool HasQuota => Volatile.Read(ref _monthQuota) > 0;

    public void Limit(TenantLimits limits, TimeSpan burst)
    {
        if (limits != _limits)
        {
            _limits = limits;
            _requestRate = limits.RequestsPerSecond > 0 ? new RateLimit(limits.RequestsPerSecond, burst, time) : null;
            _byteRate = limits.BytesPerSecond > 0 ? new RateLimit(limits.BytesPerSecond, burst, time) : null;
            Volatile.Write(ref _monthQuota, limits.BytesPerMonth);
        }
    }

    /// <summary>Sets what all servers together have written for this month, to which comes what this one counts from now.</summary>
    public void SetMonth(long bytes)
    {
        Volatile.Write(ref _monthMark, Written.Bytes);
        Volatile.Write(ref _monthBytes, bytes);
    }

    public TenantAdmission Admit()
    {
        if (HasQuota && Volatile.Read(ref _monthBytes) + Volatile.Read(ref _bytes) - Volatile.Read(ref _monthMark) >= Volatile.Read(ref _monthQuota))
        {
            return Refuse(new TenantAdmission(TenantVerdict.OverQuota, TimeSpan.Zero));
        }

        var (requests, bytes) = (_requestRate, _byteRate);
        if (requests is null && bytes is null)
        {
            return default;
        }

        var (first, second) = (requests?.Wait() ?? TimeSpan.Zero, bytes?.Wait() ?? TimeSpan.Zero);
        var wait = first > second ? first : second;
        if (wait > TimeSpan.Zero)
        {
            return Refuse(new TenantAdmission(TenantVerdict.TooFast, wait));
        }

        requests?.Take(1);
        return default;
    }

    /// <summary>A request was read, whatever becomes of it.</summary>
    public void Read(int bytes) => _byteRate?.Take(bytes);

    /// <summary>A request was stored for the first time.</summary>
    public void Accepted(Signal signal, int bytes, int records)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Add(ref signal == Signal.Traces ? ref _spans : ref signal == Signal.Logs ? ref _logRecords : ref _points, records);
    }

    private TenantAdmission Refuse(TenantAdmission admission)
    {
        Interlocked.Increment(ref _refused);
        return admission;
    }
}
