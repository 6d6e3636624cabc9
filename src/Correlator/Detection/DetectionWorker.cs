using Correlator.Storage;
using Correlator.Storage.Schema;
using Microsoft.Extensions.Options;

namespace Correlator.Detection;

/// <summary>Evaluates everything again and again, on one server at a time: the one that holds the advisory lock.</summary>
internal sealed class DetectionWorker(
    ElectionStore elections,
    SampleStore samples,
    DetectionStep step,
    DetectionMetrics metrics,
    IOptions<DetectionOptions> options,
    TimeProvider time,
    ILogger<DetectionWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var election = await elections.TryTakeAsync(AdvisoryLocks.Detection, stoppingToken);
                while (election is not null)
                {
                    await election.ConfirmAsync(stoppingToken);
                    var started = time.GetTimestamp();
                    foreach (var tenant in await samples.TenantsAsync(time.GetUtcNow().UtcDateTime - options.Value.Window, stoppingToken))
                    {
                        await EvaluateAsync(tenant, stoppingToken);
                    }

                    var took = time.GetElapsedTime(started);
                    metrics.Evaluated(took.TotalSeconds);

                    // Never more than a fifth of the time: a window so full that it takes long to look at is looked at more seldom.
                    await Task.Delay(took * 4 > options.Value.Period ? took * 4 : options.Value.Period, time, stoppingToken);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.Interrupted(exception);
            }

            await Task.Delay(RetryDelay, time, stoppingToken);
        }
    }

    /// <summary>What fails for one tenant does not keep the others' findings from being looked for.</summary>
    private async Task EvaluateAsync(int tenant, CancellationToken cancellationToken)
    {
        try
        {
            await step.RunAsync(tenant, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !DatabaseHealth.IsConnectionLoss(exception))
        {
            logger.TenantFailed(tenant, exception);
        }
    }
}
