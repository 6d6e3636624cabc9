using Correlator.Storage.Commit;
using Microsoft.Extensions.Options;

namespace Correlator.Storage.Journal;

/// <summary>
/// Finds the requests of a window that nothing is wrong with but that the database fails at: one that breaks its connection or its transaction whenever it is
/// written would hold up all that come after it for ever. What failed in company is tried alone; what goes on failing alone while others are stored is set
/// aside, in a file that can be drained again. When nothing at all can be stored, it is nobody's fault, and all wait.
/// </summary>
internal sealed class JournalSuspects(
    RequestJournal journal,
    JournalReplay replay,
    CommitQueue commits,
    DatabaseHealth health,
    StorageMetrics metrics,
    IOptions<StorageOptions> options,
    TimeProvider time,
    ILogger<JournalSuspects> logger)
{
    private const int MinTries = 5;

    /// <summary>So many failures in a row, and nothing stored meanwhile, are the database's.</summary>
    private const int FailuresOfAll = 8;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>A database that a request has broken is back within this, or it is away for another reason.</summary>
    private static readonly TimeSpan LongestBreak = TimeSpan.FromSeconds(30);

    private readonly List<long> _failed = [];
    private readonly List<long> _refused = [];
    private JournalSegment? _segment;
    private (JournalSegment Segment, long From)? _troubled;
    private long _storedBefore;
    private bool _isStopping;

    /// <summary>Before a window's requests are tried.</summary>
    public void Begin(JournalSegment segment)
    {
        _segment = segment;
        if (_troubled != (segment, segment.Drained))
        {
            // Of a window that comes again, what was stored the first time counts too: those were the others.
            _storedBefore = commits.Stored;
        }

        _isStopping = false;
        _failed.Clear();
        _refused.Clear();
    }

    public void Saw(long offset, CommitOutcome outcome)
    {
        _isStopping |= outcome == CommitOutcome.Full;
        (outcome switch { CommitOutcome.DatabaseAway => _failed, CommitOutcome.Refused => _refused, _ => null })?.Add(offset);
    }

    /// <returns>False when the window has to come again: the database is away, or the server stops.</returns>
    public async Task<bool> SettleAsync(CancellationToken cancellationToken)
    {
        if (_failed.Count > 0 && _troubled != (Segment(), Segment().Drained))
        {
            // Most likely the database went away meanwhile: once more, all together.
            _troubled = (Segment(), Segment().Drained);
            return false;
        }

        if (_failed.Count > 0 && !_isStopping)
        {
            logger.JournalTriesAlone(_failed.Count);
        }

        var (started, shortages) = (time.GetTimestamp(), health.Shortages);
        for (var pass = 1; _failed.Count > 0; pass++)
        {
            if (health.Shortages > shortages)
            {
                // What is small may fit on a disk that is full for the rest: nobody is suspected while that lasts.
                (started, shortages) = (time.GetTimestamp(), health.Shortages);
            }

            if (_isStopping || !await TryEachAsync(cancellationToken))
            {
                return false;
            }

            if (pass >= MinTries
                && health.Shortages == shortages
                && time.GetElapsedTime(started) >= options.Value.JournalPatience
                && commits.Stored > _storedBefore)
            {
                SetAside(_failed, pass);
            }
            else if (_failed.Count > 0)
            {
                var pause = TimeSpan.FromSeconds(Math.Min(pass, LongestPause.TotalSeconds));
                await Task.Delay(pause < options.Value.JournalPatience ? pause : options.Value.JournalPatience, time, cancellationToken);
            }
        }

        SetAside(_refused, 1);
        return true;
    }

    /// <summary>In another order each time, so that no run of bad ones hides the good.</summary>
    private async Task<bool> TryEachAsync(CancellationToken cancellationToken)
    {
        var (failures, stored) = (0, commits.Stored);
        var order = _failed.ToArray();
        Random.Shared.Shuffle(order);
        foreach (var offset in order)
        {
            if (!await IsBackAsync(cancellationToken))
            {
                return false;
            }

            var outcome = await TryAloneAsync(offset, cancellationToken);
            _failed.Remove(offset);
            Saw(offset, outcome);
            if (_isStopping || (outcome == CommitOutcome.DatabaseAway && ++failures >= FailuresOfAll && commits.Stored == stored))
            {
                break;
            }
        }

        return !_isStopping;
    }

    private async Task<CommitOutcome> TryAloneAsync(long offset, CancellationToken cancellationToken)
    {
        using var reader = new SegmentReader(Segment(), offset);
        return reader.TryRead(out var record) ? await replay.StoreAsync(record, isAlone: true, cancellationToken) : CommitOutcome.Duplicate;
    }

    private void SetAside(List<long> offsets, int tries)
    {
        foreach (var offset in offsets)
        {
            using var reader = new SegmentReader(Segment(), offset);
            if (reader.TryRead(out var record))
            {
                logger.JournaledRequestSetAside(record.Signal, record.Body.Length, journal.SetAside(record), tries);
                metrics.JournalSetAside();
            }
        }

        offsets.Clear();
    }

    private JournalSegment Segment() => _segment ?? throw new InvalidOperationException("No window was begun.");

    private async Task<bool> IsBackAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (health.IsAway)
        {
            if (time.GetElapsedTime(started) > LongestBreak)
            {
                return false;
            }

            await Task.Delay(Poll, time, cancellationToken);
        }

        return true;
    }
}
