using System.Threading.Channels;
using Correlator.Storage.Commit;
using Microsoft.Extensions.Options;

namespace Correlator.Storage.Journal;

/// <summary>
/// Takes requests while the database is away. A caller hears <see cref="CommitOutcome.Journaled"/> only after the flush to disk; requests that arrive during
/// one flush share the next. Bounded in bytes: what comes beyond is not taken.
/// </summary>
internal sealed class RequestJournal(
    JournalFolder folder, JournalEncoder encode, StorageMetrics metrics, IOptions<StorageOptions> options, ILogger<RequestJournal> logger) : BackgroundService
{
    /// <summary>Bytes that one flush takes along.</summary>
    private const long GroupBytes = 8 << 20;

    private readonly Channel<PendingRequest> _waiting = Channel.CreateUnbounded<PendingRequest>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SegmentQueue? _segments = folder.Path is { } path ? new SegmentQueue(folder, path, options.Value.JournalMaxBytes) : null;
    private volatile bool _isFull;
    private volatile bool _isFailing;

    public bool IsOn => _segments is not null;

    /// <summary>Whether a request would be taken now, as far as the last ones tell.</summary>
    public bool HasRoom => IsOn && !_isFull && !_isFailing;

    /// <summary>How much of the bound is used, from 0 to 1.</summary>
    public double Fill => _segments is null ? 0 : (double)_segments.Bytes / options.Value.JournalMaxBytes;

    public JournalDepth Depth() => _segments?.Depth() ?? default;

    /// <summary>Takes a request and completes it when it is on disk, or cannot be brought there.</summary>
    /// <returns>False, and the request is still the caller's, when there is no journal or no room in it.</returns>
    public bool TryTake(PendingRequest request)
    {
        if (_segments is null)
        {
            return false;
        }

        if (!TryEncode(request))
        {
            return false;
        }

        if (!_segments.TryReserve(Size(request)))
        {
            metrics.JournalRefused();
            if (!_isFull)
            {
                _isFull = true;
                logger.JournalFull(_segments.Depth());
            }

            return false;
        }

        if (!_waiting.Writer.TryWrite(request))
        {
            _segments.GiveBack(Size(request));
            return false;
        }

        return true;
    }

    public JournalSegment? Oldest() => _segments?.Oldest();

    public void Drained(JournalSegment segment, long offset, int records, long nextNano) => _segments?.Drained(segment, offset, records, nextNano);

    /// <returns>The file that the request is kept in.</returns>
    public string SetAside(in JournalRecord record) => _segments?.SetAside(record) ?? "";

    public void Remove(JournalSegment segment, bool isDamaged)
    {
        _segments?.Remove(segment, isDamaged);
        _isFull = false;
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (_segments is not null)
        {
            Open(_segments);
        }

        return base.StartAsync(cancellationToken);
    }

    /// <summary>What was taken is written before it returns.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        if (ExecuteTask is not null)
        {
            await ExecuteTask.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
        _segments?.Dispose();
    }

    public override void Dispose()
    {
        _segments?.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        _segments is null ? Task.CompletedTask : Task.Run(() => WriteAsync(_segments), CancellationToken.None);

    private static long Size(PendingRequest request) => JournalHeader.Length + request.Kept.Bytes.Length;

    private static JournalRecord Record(PendingRequest request) =>
        new(request.Batch.Signal, request.Batch.TenantId, request.Kept.Format, request.Batch.BodyHash, request.Batch.ReceivedNano, request.Kept.Bytes);

    private bool TryEncode(PendingRequest request)
    {
        try
        {
            request.Kept = encode(request.Batch);
            return true;
        }
        catch (Exception exception)
        {
            // Rather not acknowledged than kept with what must not lie on a disk.
            metrics.JournalRefused();
            logger.JournalFailed(exception);
            return false;
        }
    }

    private void Open(SegmentQueue segments)
    {
        try
        {
            segments.Open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(
                $"The journal folder {folder.Path} cannot be used: {exception.Message.TrimEnd('.')}. "
                + "Name another one in CORRELATOR_DATA or Correlator__Storage__JournalFolder (empty for no journal).");
        }

        metrics.ObserveJournal(Depth);
        if (Depth() is { Requests: > 0 } left)
        {
            logger.JournalLeft(left);
        }
    }

    private async Task WriteAsync(SegmentQueue segments)
    {
        var group = new List<PendingRequest>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var bytes = 0L;
            while (bytes < GroupBytes && _waiting.Reader.TryRead(out var request))
            {
                group.Add(request);
                bytes += Size(request);
            }

            Write(segments, group, bytes);
            group.Clear();
        }
    }

    private void Write(SegmentQueue segments, List<PendingRequest> group, long bytes)
    {
        var outcome = CommitOutcome.Journaled;
        try
        {
            segments.Append([.. group.Select(request => Record(request))]);
            metrics.Journaled(group.Count);
            _isFailing = false;
        }
        catch (Exception exception)
        {
            segments.GiveBack(bytes);
            outcome = CommitOutcome.DatabaseAway;
            if (!_isFailing)
            {
                _isFailing = true;
                logger.JournalFailed(exception);
            }
        }

        foreach (var request in group)
        {
            request.Complete(outcome);
        }
    }
}
