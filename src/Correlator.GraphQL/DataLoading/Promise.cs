namespace Correlator.GraphQL.DataLoading;

/// <summary>
/// A value to come. Each who waits gets a task of its own: a task goes on at once with the only one who waits for it, but with several by
/// the thread pool, which is beside the request's turn.
/// </summary>
internal sealed class Promise<TValue>
{
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource<TValue?>> _waiting = [];
    private Task<TValue?>? _kept;

    public Task<TValue?> Ask()
    {
        lock (_gate)
        {
            if (_kept is not null)
            {
                return _kept;
            }

            var waiting = new TaskCompletionSource<TValue?>();
            _waiting.Add(waiting);
            return waiting.Task;
        }
    }

    /// <summary>Gives the value, or what kept it from coming, to all who wait, one after another in the order in which they asked.</summary>
    public void Keep(Task<TValue?> outcome)
    {
        lock (_gate)
        {
            _kept ??= outcome;
        }

        foreach (var waiting in _waiting)
        {
            waiting.TrySetFromTask(outcome);
        }
    }
}
