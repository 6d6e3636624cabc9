using Microsoft.Extensions.Options;
using Npgsql;

namespace Correlator.Storage.Schema;

/// <summary>Keeps partitions: at start, and then every hour.</summary>
internal sealed class PartitionKeeper(PartitionStore store, IOptions<StorageOptions> options, TimeProvider time, ILogger<PartitionKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMinutes(1);

    /// <summary>Also called before the doors open, so that the first commit finds its partitions.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var (created, dropped) = await store.KeepAsync(today, options.Value.RawRetentionDays, options.Value.ResultRetentionDays, cancellationToken);
        if (created + dropped > 0)
        {
            logger.PartitionsKept(created, dropped);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var delay = Period;
            try
            {
                await KeepAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                logger.PartitionsFailed(exception);
                delay = RetryDelay;
            }

            await Task.Delay(delay, time, stoppingToken);
        }
    }
}
