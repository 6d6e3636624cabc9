using Microsoft.Extensions.Options;

namespace Correlator.Storage.Schema;

/// <summary>Keeps partitions: at start, then every hour, and at once when a commit missed one, as after a jump of the clock.</summary>
internal sealed class PartitionKeeper(
    PartitionStore store,
    ElectionStore elections,
    IOptions<StorageOptions> options,
    TimeProvider time,
    ILogger<PartitionKeeper> logger)
    : BackgroundService
{
    /// <summary>A clock further from the database's drops nothing: what is old by it may be of today.</summary>
    public static readonly TimeSpan MaxSkew = TimeSpan.FromHours(1);

    private static readonly TimeSpan Period = TimeSpan.FromHours(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _missed = new(0, 1);
    private volatile bool _isKept;

    /// <summary>A commit found no partition for its day.</summary>
    public void Missed()
    {
        try
        {
            _missed.Release();
        }
        catch (SemaphoreFullException)
        {
            // Said already.
        }
    }

    /// <summary>
    /// Also called before the doors open, so that the first commit finds its partitions. A table that fails is logged and does not keep the others from theirs.
    /// </summary>
    /// <returns>Whether all tables have theirs.</returns>
    public async Task<bool> KeepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        await using var office = await elections.TakeAsync(AdvisoryLocks.Partitions, cancellationToken);
        var existing = await store.ExistingAsync(cancellationToken);
        var skew = now - await store.ClockAsync(cancellationToken);
        if (skew.Duration() > MaxSkew)
        {
            logger.PartitionsNotDropped(skew);
        }

        var (created, dropped, failed) = (0, 0, 0);
        foreach (var table in PartitionedTable.All)
        {
            try
            {
                created += await store.CreateAsync(table, existing, today, cancellationToken);
                var oldest = today.AddDays(-options.Value.Days(table.Retention));
                dropped += skew.Duration() > MaxSkew ? 0 : await store.DropAsync(table, existing, oldest, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failed++;
                logger.PartitionsFailed(table.Name, exception);
            }
        }

        if (created + dropped > 0)
        {
            logger.PartitionsKept(created, dropped);
        }

        return _isKept = failed == 0;
    }

    public override void Dispose()
    {
        _missed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // They were kept already before the doors opened.
            await _missed.WaitAsync(_isKept ? Period : RetryDelay, stoppingToken);
            _isKept = false;
            try
            {
                await KeepAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.PartitionsFailed("any", exception);
            }

            await Task.Delay(BetweenRounds, time, stoppingToken);
        }
    }
}
