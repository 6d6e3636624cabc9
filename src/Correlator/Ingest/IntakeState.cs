namespace Correlator.Ingest;

/// <summary>Logs when senders begin to be turned away and when intake goes on: changes, not requests.</summary>
internal sealed class IntakeState(ILogger<IntakeState> logger)
{
    private int _suspended;

    public void Saw(in ExportOutcome outcome)
    {
        if (outcome.IsRetryable && outcome.Status != ExportStatus.TooFast)
        {
            if (Volatile.Read(ref _suspended) == 0 && Interlocked.Exchange(ref _suspended, 1) == 0)
            {
                logger.IntakeSuspended(outcome.Status);
            }
        }
        else if (outcome.IsSuccess && Volatile.Read(ref _suspended) == 1 && Interlocked.Exchange(ref _suspended, 0) == 1)
        {
            logger.IntakeResumed();
        }
    }
}
