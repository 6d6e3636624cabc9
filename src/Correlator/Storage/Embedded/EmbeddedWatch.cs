namespace Correlator.Storage.Embedded;

/// <summary>Starts the embedded Postgres again when it dies: nobody else does. A database that is named in the configuration is not ours to start.</summary>
internal sealed class EmbeddedWatch(EmbeddedPostgres postgres, DatabaseHealth health, TimeProvider time, ILogger<EmbeddedWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (postgres.IsOurs && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Period, time, stoppingToken);
            try
            {
                if ((health.IsAway || !await health.AnswersAsync(stoppingToken)) && await postgres.ReviveAsync(stoppingToken))
                {
                    logger.EmbeddedRevived();
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.EmbeddedNotRevived(exception);
            }
        }
    }
}
