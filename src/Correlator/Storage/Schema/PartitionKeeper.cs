using Microsoft.Extensions.Options;

namespace Correlator.Storage.Schema;

/// <summary>Keeps partitions: at start, and then every hour.</summary>
internal sealed class PartitionKeeper(PartitionStore store, ElectionStore elections, IOptions<StorageOptions> options, TimeProvider time, ILogger<PartitionKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMinutes(1);

    /// <summary>Also called before the doors open, so that the first commit finds its partitions. A table that fails is logged and does not keep the others from theirs.</summary>
    /// <returns>Whether all tables have theirs.</returns>
    public async Task<bool> KeepAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        await using var office = await elections.TakeAsync(AdvisoryLocks.Partitions, cancellationToken);
        var existing = await store.ExistingAsync(cancellationToken);
        var (created, dropped, failed) = (0, 0, 0);
        foreach (var table in PartitionedTable.All)
        {
            try
            {
                created += await store.CreateAsync(table, existing, today, cancellationToken);
                dropped += await store.DropAsync(table, existing, today.AddDays(-options.Value.Days(table.Retention)), cancellationToken);
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

        return failed == 0;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var isKept = false;
            try
            {
                isKept = await KeepAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.PartitionsFailed("any", exception);
            }

            await Task.Delay(isKept ? Period : RetryDelay, time, stoppingToken);
        }
    }
}
