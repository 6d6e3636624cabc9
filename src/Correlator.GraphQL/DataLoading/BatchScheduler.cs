namespace Correlator.GraphQL.DataLoading;

/// <summary>
/// Runs the work of one request, one piece at a time. When no piece is left that could run, and only then, the keys that the loaders have gathered are fetched:
/// what is in one batch does not depend on clocks. Works without a request too; then the thread pool's next free moment is when nothing is left to run.
/// </summary>
public sealed class BatchScheduler
{
    private readonly Lock _gate = new();
    private readonly Queue<IResumable> _ready = new();
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private readonly Func<CancellationToken> _cancellation;
    private readonly Func<bool>? _idle;
    private Dictionary<object, object>? _loaders;
    private List<IBatchSource> _waiting = [];
    private bool _isRunning;

    /// <summary>For loaders outside a request.</summary>
    public BatchScheduler(CancellationToken cancellationToken = default) => _cancellation = () => cancellationToken;

    /// <summary>For a request, which says whether it has more to run when all is done.</summary>
    internal BatchScheduler(Func<CancellationToken> cancellation, Func<bool> idle)
    {
        _cancellation = cancellation;
        _idle = idle;
    }

    /// <summary>Ends the fetching.</summary>
    public CancellationToken CancellationToken => _cancellation();

    /// <summary>The loader of a key, made when it is first asked for; there is one for the whole request.</summary>
    public TLoader Loader<TLoader>(object key, Func<BatchScheduler, TLoader> make)
        where TLoader : notnull
    {
        lock (_gate)
        {
            _loaders ??= [];
            if (!_loaders.TryGetValue(key, out var loader))
            {
                _loaders[key] = loader = make(this);
            }

            return (TLoader)loader;
        }
    }

    /// <summary>Runs a first piece of work, and what becomes ready meanwhile.</summary>
    internal void Run(Action first)
    {
        lock (_gate)
        {
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        first();
        Drain();
    }

    /// <summary>Asks for many keys; outside a request nothing is fetched before all are asked for.</summary>
    internal void Gather(Action ask)
    {
        // Within one, what else runs has its keys to add before anything is fetched.
        var isFirst = false;
        lock (_gate)
        {
            if (_idle is null)
            {
                isFirst = !_isRunning;
                _isRunning = true;
            }
        }

        try
        {
            ask();
        }
        finally
        {
            if (isFirst)
            {
                Drain();
            }
        }
    }

    internal void Post(IResumable work)
    {
        lock (_gate)
        {
            _ready.Enqueue(work);
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        DrainInContext();
    }

    internal void Enlist(IBatchSource source)
    {
        lock (_gate)
        {
            _waiting.Add(source);
            if (_isRunning)
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(static scheduler => scheduler.RunIdle(), this, preferLocal: false);
    }

    private void RunIdle()
    {
        lock (_gate)
        {
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        DrainInContext();
    }

    /// <summary>Whoever brought the value, or asked for one, may have set ambient values of its own, which are not for the others of the request.</summary>
    private void DrainInContext()
    {
        if (_context is null)
        {
            Drain();
        }
        else
        {
            ExecutionContext.Run(_context, static scheduler => ((BatchScheduler)scheduler!).Drain(), this);
        }
    }

    private void Drain()
    {
        while (true)
        {
            IResumable? work;
            List<IBatchSource>? sources = null;
            lock (_gate)
            {
                if (!_ready.TryDequeue(out work) && _waiting.Count > 0)
                {
                    (sources, _waiting) = (_waiting, []);
                }
            }

            if (work is not null)
            {
                work.Resume();
            }
            else if (sources is not null)
            {
                sources.ForEach(source => source.Dispatch());
            }
            else if (_idle?.Invoke() != true && Stop())
            {
                return;
            }
        }
    }

    private bool Stop()
    {
        lock (_gate)
        {
            _isRunning = _ready.Count > 0 || _waiting.Count > 0;
            return !_isRunning;
        }
    }
}
