using System.Collections.Concurrent;
using Correlator.Storage.Access;
using Microsoft.Extensions.Options;

namespace Correlator.Storage.Tenants;

/// <summary>
/// The tenants' meters in memory. Limits are read anew when they change; what was counted is added to the database every <see cref="WritePeriod"/> and at the
/// stop: a server that crashes takes the counts of its last seconds with it, never telemetry.
/// </summary>
internal sealed class TenantDirectory(
    TenantStore tenants,
    TokenStore changes,
    UsageStore usage,
    IOptions<LimitsOptions> options,
    StorageMetrics metrics,
    TimeProvider time,
    ILogger<TenantDirectory> logger)
    : BackgroundService
{
    public static readonly TimeSpan WritePeriod = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<int, TenantMeter> _meters = [];
    private long _version = -1;
    private bool _isFailing;

    public TenantMeter MeterOf(int tenantId) => _meters.TryGetValue(tenantId, out var meter) ? meter : _meters.GetOrAdd(tenantId, New);

    /// <summary>Limits are known before any door opens.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        metrics.ObserveTenants(() => _meters.Values.Select(meter => (meter.Name, meter.Counts)));
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Stopped after the commit queue: everything that was accepted is counted.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_version >= 0)
        {
            await TryAsync(WriteAsync, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var written = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(LookPeriod, time, stoppingToken);
            await TryAsync(LoadAsync, stoppingToken);
            if (time.GetElapsedTime(written) >= WritePeriod)
            {
                written = time.GetTimestamp();
                await TryAsync(WriteAsync, stoppingToken);
            }
        }
    }

    private TenantMeter New(int tenantId)
    {
        var meter = new TenantMeter(tenantId, time);
        meter.Limit(options.Value.Of(null), options.Value.Burst);
        return meter;
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var version = await changes.VersionAsync(cancellationToken);
        if (version == _version)
        {
            return;
        }

        foreach (var tenant in await tenants.ListAsync(cancellationToken))
        {
            var meter = MeterOf(tenant.TenantId);
            meter.Name = tenant.Name;
            meter.Limit(options.Value.Of(tenant), options.Value.Burst);
        }

        _version = version;
        await ReadMonthAsync(cancellationToken);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var counted = _meters.Values.Select(meter => (Meter: meter, meter.Counts)).Where(one => one.Counts != one.Meter.Written).ToArray();
        if (counted.Length > 0)
        {
            await usage.AddAsync(today, [.. counted.Select(one => (one.Meter.TenantId, one.Counts - one.Meter.Written))], cancellationToken);
            foreach (var (meter, counts) in counted)
            {
                meter.Written = counts;
            }
        }

        await ReadMonthAsync(cancellationToken);
    }

    /// <summary>What all servers have counted in this month, where a quota needs it.</summary>
    private async Task ReadMonthAsync(CancellationToken cancellationToken)
    {
        if (_meters.Values.Any(meter => meter.HasQuota))
        {
            var today = time.GetUtcNow();
            var used = await usage.SinceAsync(new DateOnly(today.Year, today.Month, 1), cancellationToken);
            var month = used.ToDictionary(row => row.TenantId, row => row.Counts.Bytes);
            foreach (var meter in _meters.Values)
            {
                meter.SetMonth(month.GetValueOrDefault(meter.TenantId));
            }
        }
    }

    /// <summary>Told when it begins to fail, not each time. What is not written now is written later.</summary>
    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
            _isFailing = false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (!_isFailing)
            {
                _isFailing = true;
                logger.TenantsStale(exception);
            }
        }
    }
}
