using Correlator.Storage.Schema;
using Microsoft.Extensions.Options;

namespace Correlator.Storage.Retirement;

/// <summary>Takes out old rows that have no partition, at start and every hour. Servers that do so at once take different rows.</summary>
internal sealed class RetirementWorker(
    RetirementStore store,
    PartitionStore partitions,
    IOptions<StorageOptions> options,
    TimeProvider time,
    ILogger<RetirementWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <returns>How many rows went.</returns>
    public async Task<int> RetireAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if ((now - await partitions.ClockAsync(cancellationToken)).Duration() > PartitionKeeper.MaxSkew)
        {
            // The partitions' keeper says so. What is old by this clock may be of today.
            return 0;
        }

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var all = 0;
        foreach (var rows in RetiredRows.All)
        {
            var deleted = await store.DeleteAsync(rows, today.AddDays(-options.Value.Days(rows.Retention)), cancellationToken);
            all += deleted;
            if (deleted > 0)
            {
                logger.RowsRetired(deleted, rows.Table);
            }
        }

        return all;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await RetireAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.RetirementFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
