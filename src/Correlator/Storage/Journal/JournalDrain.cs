namespace Correlator.Storage.Journal;

/// <summary>
/// Brings what the journal holds into the database once that is back, oldest first, beside the requests that come in meanwhile. Some requests at a time go
/// through the same commits as everything else; when all of them are in, progress is written down. A request that was in the database before, because an
/// answer got lost or a crash came between commit and progress, is found in the ledger and stored no second time.
/// </summary>
internal sealed class JournalDrain(
    RequestJournal journal,
    JournalSuspects suspects,
    JournalReplay replay,
    DatabaseHealth health,
    JournalAlarm alarm,
    StorageMetrics metrics,
    TimeProvider time,
    ILogger<JournalDrain> logger)
    : BackgroundService
{
    private const int WindowRequests = 256;
    private const long WindowBytes = 8 << 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (journal.IsOn && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                alarm.Look();
                var segment = health.IsAway ? null : journal.Oldest();
                if (segment is null)
                {
                    await Task.Delay(Pause, time, stoppingToken);
                }
                else if (!await DrainAsync(segment, stoppingToken))
                {
                    await Task.Delay(PauseAfterFailure, time, stoppingToken);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.JournalDrainFailed(exception);
                await Task.Delay(PauseAfterFailure, time, stoppingToken);
            }
        }
    }

    /// <returns>False when something kept it from being drained to its end.</returns>
    private async Task<bool> DrainAsync(JournalSegment segment, CancellationToken cancellationToken)
    {
        using var reader = new SegmentReader(segment, segment.Drained);
        var window = new List<(long Offset, Task<CommitOutcome> Outcome)>();
        while (true)
        {
            var (read, bytes, lastNano) = (0, 0L, 0L);
            window.Clear();
            suspects.Begin(segment);
            while (read < WindowRequests && bytes < WindowBytes && reader.TryRead(out var record))
            {
                read++;
                bytes += record.Body.Length;
                lastNano = record.ReceivedNano;
                window.Add((reader.Offset - JournalHeader.Length - record.Body.Length, replay.StoreAsync(record, isAlone: false, cancellationToken).AsTask()));
            }

            if (read == 0)
            {
                break;
            }

            await Task.WhenAll(window.Select(request => request.Outcome));
            foreach (var (offset, outcome) in window)
            {
                suspects.Saw(offset, await outcome);
            }

            if (!await suspects.SettleAsync(cancellationToken))
            {
                return false;
            }

            journal.Drained(segment, reader.Offset, read, lastNano);
            metrics.JournalDrained(read);
        }

        Finish(segment, reader);
        return true;
    }

    private void Finish(JournalSegment segment, SegmentReader reader)
    {
        if (reader.TornBytes > 0)
        {
            logger.JournalTorn(reader.TornBytes, segment.Path);
        }

        if (reader.DamagedBytes > 0)
        {
            logger.JournalDamaged(reader.DamagedBytes, segment.Path + SegmentName.DamagedExtension);
            metrics.JournalDamaged(reader.DamagedBytes);
        }

        journal.Remove(segment, reader.DamagedBytes > 0);
    }
}
