using Microsoft.Extensions.Options;

namespace Correlator.Storage.Journal;

/// <summary>Logs when the journal comes into use, grows old or nearly full, and when it is empty again: changes, not states.</summary>
internal sealed class JournalAlarm(RequestJournal journal, IOptions<StorageOptions> options, ILogger<JournalAlarm> logger)
{
    private const double NearlyFull = 0.8;
    private bool _wasUsed;
    private bool _wasOld;
    private bool _wasNearlyFull;

    /// <returns>What is wrong with the journal; null when nothing is.</returns>
    public string? Complaint()
    {
        var depth = journal.Depth();
        return !journal.IsOn ? null
            : !journal.HasRoom && depth.Requests > 0 ? $"The journal takes no more requests: {depth}."
            : depth.Age > options.Value.JournalMaxAge ? $"The journal waits to be drained: {depth}."
            : null;
    }

    public void Look()
    {
        var depth = journal.Depth();
        if (Changed(ref _wasUsed, depth.Requests > 0))
        {
            if (_wasUsed)
            {
                logger.JournalInUse();
            }
            else
            {
                logger.JournalEmpty();
            }
        }

        if (Changed(ref _wasOld, depth.Age > options.Value.JournalMaxAge) && _wasOld)
        {
            logger.JournalOld(depth);
        }

        if (Changed(ref _wasNearlyFull, journal.Fill > NearlyFull) && _wasNearlyFull)
        {
            logger.JournalNearlyFull(depth);
        }
    }

    private static bool Changed(ref bool was, bool now)
    {
        var changed = was != now;
        was = now;
        return changed;
    }
}
