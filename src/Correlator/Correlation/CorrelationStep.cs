using Correlator.Storage;
using Correlator.Storage.Catalogs;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>
/// Correlates some pending batches: gather the facts of all journeys they touch, resolve, and replace those journeys, add rollups, and mark the batches,
/// in one transaction. Killed anywhere before its commit nothing has changed and the batches are still pending; run twice, the second finds them marked.
/// </summary>
internal sealed class CorrelationStep(
    NpgsqlDataSource database, FactReader facts, SetAsideStore setAside, QueueCatalog queues, IOptions<CorrelationOptions> options, TimeProvider time, ILogger<CorrelationStep> logger) : IDisposable
{
    private readonly JourneyWriter _writer = new();

    private JourneyRules Rules => new() { LostAfter = options.Value.LostAfter, MaxTracesPerKey = options.Value.MaxTracesPerKey };

    /// <returns>How many journeys were written.</returns>
    public async Task<int> RunAsync(int tenantId, IReadOnlyList<PendingBatch> batches, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var seeds = batches.SelectMany(batch => batch.Traces).ToHashSet();
        var horizon = TimeSpan.FromDays(options.Value.HorizonDays);
        var from = batches.Min(batch => batch.FactsFrom) is { } earliest ? Shift(earliest, -horizon) : now;
        var until = batches.Max(batch => batch.FactsUntil) is { } latest ? Shift(latest, horizon) : now;
        return await ReplaceAsync(tenantId, seeds, from, until, batches, now, cancellationToken);
    }

    /// <summary>Resolves journeys again whose status changes by the passing of time alone.</summary>
    public Task<int> RunDueAsync(int tenantId, IReadOnlyCollection<Guid> traces, DateTime from, DateTime until, CancellationToken cancellationToken)
    {
        var horizon = TimeSpan.FromDays(options.Value.HorizonDays);
        return ReplaceAsync(tenantId, traces, Shift(from, -horizon), Shift(until, horizon), [], time.GetUtcNow().UtcDateTime, cancellationToken);
    }

    public void Dispose() => _writer.Dispose();

    private static DateTime Shift(DateTime instant, TimeSpan by) =>
        by < TimeSpan.Zero ? instant - DateTime.MinValue < -by ? DateTime.UnixEpoch : instant + by : DateTime.MaxValue - instant < by ? instant : instant + by;

    private async Task<int> ReplaceAsync(
        int tenantId, IReadOnlyCollection<Guid> seeds, DateTime from, DateTime until, IReadOnlyList<PendingBatch> batches, DateTime now, CancellationToken cancellationToken)
    {
        var hot = await setAside.ReadAsync(tenantId, cancellationToken);
        var closure = new FactClosure(facts, Rules, tenantId, from, until, hot);
        await closure.GatherAsync(seeds, cancellationToken);
        hot.UnionWith(closure.HotKeys);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (batches.Count > 0 && await LedgerStore.MarkCorrelatedAsync(connection, transaction, tenantId, batches, time.GetUtcNow(), cancellationToken) < batches.Count)
        {
            // Another server was here between our reading and our marking; its results stand, the rest is still pending.
            await transaction.RollbackAsync(cancellationToken);
            return 0;
        }

        var invocations = await InstanceStore.MarkFirstAsync(connection, transaction, tenantId, closure.Facts.Invocations, cancellationToken);
        var journeys = Resolve(await DeadLetterQueuesAsync(tenantId, closure, cancellationToken), invocations, closure, hot, now);
        var replaced = closure.Expanded.Concat(journeys.SelectMany(journey => journey.Traces).Where(trace => !trace.HasOwnJourney).Select(trace => trace.TraceId)).ToHashSet();
        await _writer.ReplaceAsync(connection, transaction, tenantId, replaced, journeys, now, cancellationToken);
        await AddRollupsAsync(connection, transaction, tenantId, invocations, closure, batches, cancellationToken);
        if (closure.HotKeys.Count > 0)
        {
            await SetAsideStore.AddAsync(connection, transaction, tenantId, closure.HotKeys, options.Value.MaxTracesPerKey + 1, now, cancellationToken);
            logger.KeysSetAside(closure.HotKeys.Count);
        }

        await transaction.CommitAsync(cancellationToken);
        return journeys.Length;
    }

    private Journey[] Resolve(IReadOnlySet<int> deadLetterQueues, IReadOnlyList<Telemetry.Facts.Invocation> invocations, FactClosure closure, HashSet<Guid> hot, DateTime now)
    {
        var resolved = JourneyResolver.Resolve(
            new JourneyFacts
            {
                Invocations = invocations,
                Sightings = closure.Facts.Sightings,
                Links = closure.Facts.Links,
                Keys = [.. closure.Facts.Keys.Where(key => !hot.Contains(key.KeyHash))],
                DeadLetterQueues = deadLetterQueues,
            },
            Rules,
            now);

        // Journeys at the border, of which only a shared batch was gathered, stand as they were.
        return [.. resolved.Where(journey => journey.Traces.All(trace => trace.IsShared || closure.Expanded.Contains(trace.TraceId)))];
    }

    private async Task<IReadOnlySet<int>> DeadLetterQueuesAsync(int tenantId, FactClosure closure, CancellationToken cancellationToken)
    {
        var ids = closure.Facts.Sightings.Select(sighting => sighting.QueueId).Distinct().ToArray();
        return (await queues.FindAsync(tenantId, ids, cancellationToken)).Where(pair => pair.Value.LooksLikeDeadLetter).Select(pair => pair.Key).ToHashSet();
    }

    private static async Task AddRollupsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int tenantId, IReadOnlyList<Telemetry.Facts.Invocation> invocations, FactClosure closure, IReadOnlyList<PendingBatch> batches, CancellationToken cancellationToken)
    {
        var ids = batches.Select(batch => batch.BatchId).ToArray();
        if (ids.Length == 0)
        {
            return;
        }

        var counted = ids.ToHashSet();
        await RollupStore.AddAsync(
            connection, transaction, tenantId, [.. invocations.Where(invocation => counted.Contains(invocation.BatchId))], [.. closure.Facts.Sightings.Where(sighting => counted.Contains(sighting.BatchId))], cancellationToken);
        if (batches.Any(batch => batch.Points > 0))
        {
            // Points much older than their commit are kept but move no rollup.
            var since = batches.Min(batch => batch.CommittedAt).AddDays(-1);
            await RollupStore.AddQueueMetricsAsync(connection, transaction, tenantId, ids, since, cancellationToken);
            await RollupStore.AddFunctionMetricsAsync(connection, transaction, tenantId, ids, since, cancellationToken);
        }
    }
}
