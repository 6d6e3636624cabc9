namespace Correlator.Query.Live;

/// <summary>What waits for one subscriber, bounded: of what comes beyond it is told only that it missed something, and reads anew.</summary>
internal sealed class LiveSubscriber<T>(int tenantId, int capacity)
{
    private readonly Lock _lock = new();
    private List<T> _rows = [];
    private bool _missed;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int TenantId => tenantId;

    /// <returns>False when there was no room for all.</returns>
    public bool Offer(IReadOnlyCollection<T> rows)
    {
        lock (_lock)
        {
            _missed |= _rows.Count + rows.Count > capacity;
            if (_missed)
            {
                _rows.Clear();
            }
            else
            {
                _rows.AddRange(rows);
            }

            _changed.TrySetResult();
            return !_missed;
        }
    }

    /// <summary>Something changed that cannot be told.</summary>
    public void Miss()
    {
        lock (_lock)
        {
            _rows.Clear();
            _missed = true;
            _changed.TrySetResult();
        }
    }

    /// <summary>Waits for changes. When some were missed, the rows are empty.</summary>
    public async Task<(IReadOnlyList<T> Rows, bool Missed)> TakeAsync(CancellationToken cancellationToken)
    {
        Task changed;
        lock (_lock)
        {
            changed = _changed.Task;
        }

        await changed.WaitAsync(cancellationToken);
        lock (_lock)
        {
            var taken = (_rows, _missed);
            (_rows, _missed, _changed) = ([], false, new(TaskCreationOptions.RunContinuationsAsynchronously));
            return taken;
        }
    }
}
