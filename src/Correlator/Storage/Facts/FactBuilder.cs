using Correlator.Storage.Catalogs;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Facts;

namespace Correlator.Storage.Facts;

/// <summary>Finds the facts in the blocks of some batches and makes rows of them. Buffers are kept from one time to the next; not thread-safe.</summary>
internal sealed class FactBuilder(FunctionCatalog functions, QueueCatalog queues) : IDisposable
{
    private readonly FactSet _facts = new();
    private readonly IdentityCache _identities = new();
    private readonly Dictionary<FunctionIdentity, int> _functionIds = [];
    private readonly Dictionary<QueueIdentity, int> _queueIds = [];
    private readonly Dictionary<long, FactSummary> _summaries = [];

    public FactRows Rows { get; } = new();

    /// <summary>By batch id; of those that have facts.</summary>
    public IReadOnlyDictionary<long, FactSummary> Summaries => _summaries;

    /// <summary>Records whose facts could not be found, or not all of them.</summary>
    public int FailedRecords { get; private set; }

    /// <summary>Why not, of the first of them.</summary>
    public Exception? FirstFailure { get; private set; }

    public void Clear()
    {
        Rows.Clear();
        _summaries.Clear();
        (FailedRecords, FirstFailure) = (0, null);
    }

    /// <summary>Adds the facts of one block's records, which its batch may dispose of afterwards.</summary>
    public async ValueTask AddAsync(int tenantId, long batchId, TelemetryBatch block, CancellationToken cancellationToken)
    {
        _facts.Clear();
        FactExtractor.Extract(block, _facts, _identities);
        FailedRecords += _facts.FailedRecords;
        FirstFailure ??= _facts.FirstFailure;
        if (_facts.IsEmpty)
        {
            return;
        }

        await IdentifyAsync(tenantId, cancellationToken);
        if (!_summaries.TryGetValue(batchId, out var summary))
        {
            _summaries.Add(batchId, summary = new FactSummary());
        }

        Rows.Add(tenantId, batchId, _facts, _functionIds, _queueIds, summary);
    }

    public void Dispose() => Rows.Dispose();

    private async ValueTask IdentifyAsync(int tenantId, CancellationToken cancellationToken)
    {
        _functionIds.Clear();
        _queueIds.Clear();
        foreach (var fact in _facts.Invocations)
        {
            if (!_functionIds.ContainsKey(fact.Function))
            {
                _functionIds.Add(fact.Function, await functions.GetOrAddAsync(tenantId, fact.Function, fact.IsReport, cancellationToken));
            }
        }

        foreach (var fact in _facts.Sightings)
        {
            if (!_functionIds.ContainsKey(fact.Function))
            {
                _functionIds.Add(fact.Function, await functions.GetOrAddAsync(tenantId, fact.Function, cancellationToken));
            }

            if (!_queueIds.ContainsKey(fact.Queue))
            {
                _queueIds.Add(fact.Queue, await queues.GetOrAddAsync(tenantId, fact.Queue, cancellationToken));
            }
        }
    }
}
