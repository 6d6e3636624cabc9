using Correlator.Storage;
using Correlator.Storage.Catalogs;
using Correlator.Storage.Notices;
using Correlator.Storage.Schema;
using Correlator.Telemetry;
using Correlator.Telemetry.Conventions;
using Correlator.Telemetry.Facts;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>
/// Correlates some pending batches in one transaction: mark the batches, gather the facts of all journeys they touch, resolve, replace those journeys, and add
/// rollups. Killed anywhere before its commit nothing has changed and the batches are still pending; run twice, the second finds them marked. Steps of
/// one database come one after the other, whoever runs them: what one has read no other replaces meanwhile.
/// </summary>
internal sealed class CorrelationStep(
    NpgsqlDataSource database,
    FactGatherer gatherer,
    SetAsideStore setAside,
    ColdStartStore coldStarts,
    ReportStore reports,
    QueueCatalog queues,
    CorrelationMetrics metrics,
    IOptions<CorrelationOptions> options,
    TimeProvider time,
    ILogger<CorrelationStep> logger) : IDisposable
{
    private readonly JourneyWriter _writer = new();

    private JourneyRules Rules => new() { LostAfter = options.Value.LostAfter, MaxTracesPerKey = options.Value.MaxTracesPerKey };

    /// <returns>How many journeys were written.</returns>
    public Task<int> RunAsync(int tenantId, IReadOnlyList<PendingBatch> batches, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var news = new IdSet(batches.Sum(batch => batch.Traces.Length));
        news.UnionWith(batches.SelectMany(batch => batch.Traces));
        var from = batches.Min(batch => batch.FactsFrom) ?? now;
        var until = batches.Max(batch => batch.FactsUntil) ?? now;
        return ReplaceAsync(tenantId, Scope(news, news, from, until), batches, now, cancellationToken);
    }

    /// <summary>Resolves journeys again whose status changes by the passing of time alone.</summary>
    public Task<int> RunDueAsync(int tenantId, IReadOnlyCollection<Guid> traces, DateTime from, DateTime until, CancellationToken cancellationToken) =>
        ReplaceAsync(tenantId, Scope(traces, new IdSet(), from, until), [], time.GetUtcNow().UtcDateTime, cancellationToken);

    public void Dispose() => _writer.Dispose();

    private GatherScope Scope(IReadOnlyCollection<Guid> seeds, IReadOnlySet<Guid> news, DateTime from, DateTime until)
    {
        var horizon = TimeSpan.FromDays(options.Value.HorizonDays);
        var earliest = from - DateTime.MinValue < horizon ? DateTime.UnixEpoch : from - horizon;
        var latest = DateTime.MaxValue - until < horizon ? until : until + horizon;
        return new GatherScope(seeds, news, earliest, latest);
    }

    private async Task<int> ReplaceAsync(
        int tenantId,
        GatherScope scope,
        IReadOnlyList<PendingBatch> batches,
        DateTime now,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ElectionStore.EnterAsync(connection, transaction, AdvisoryLocks.CorrelationStep, cancellationToken);
        if (batches.Count > 0
            && await LedgerStore.MarkCorrelatedAsync(connection, transaction, tenantId, batches, time.GetUtcNow(), cancellationToken) < batches.Count)
        {
            // Another server was here between the reading of these batches and now; its results stand, the rest is still pending.
            await transaction.RollbackAsync(cancellationToken);
            return 0;
        }

        var hot = await setAside.ReadAsync(tenantId, cancellationToken);
        FactClosure closure;
        var firsts = InstanceFirsts.None;
        ReportChanges reported;
        IReadOnlyList<Invocation> invocations;
        IReadOnlyList<Journey> journeys;
        while (true)
        {
            closure = await gatherer.GatherAsync(tenantId, scope, Rules, hot, cancellationToken);
            reported = await MatchReportsAsync(tenantId, closure, batches, cancellationToken);
            var inits = await MatchInitsAsync(tenantId, closure, reported, batches, cancellationToken);
            IReadOnlyList<Invocation> told = [.. closure.Facts.Invocations
                .Select(reported.Of)
                .Where(invocation => !invocation.IsWord)
                .Select(invocation => Told(invocation, inits))];
            firsts = firsts.And(
                await InstanceStore.MarkFirstAsync(connection, transaction, tenantId, told, DateOnly.FromDateTime(now), cancellationToken));
            invocations = firsts.Apply(told);
            var deadLetterQueues = await DeadLetterQueuesAsync(tenantId, closure, cancellationToken);
            var queuesWithOwnIds = await QueuesWithOwnIdsAsync(tenantId, closure, cancellationToken);
            journeys = Resolve(deadLetterQueues, queuesWithOwnIds, invocations, closure, [.. hot, .. closure.HotKeys], now);
            var changed = firsts.Displaced.Concat(inits.Keys).Select(found => found.TraceId).Concat(reported.Traces);
            Guid[] more = [.. Replacement.Unfinished(journeys, closure), .. changed.Where(trace => !closure.Expanded.Contains(trace))];
            if (more.Length == 0)
            {
                break;
            }

            // An instance was seen earlier than we knew, so that another journey's cold start is none; an init or a report came after its
            // invocation; or a batch tells of a message that has news.
            scope = scope with { Seeds = [.. closure.Expanded, .. more] };
        }

        var replacement = Replacement.Of(journeys, closure.Expanded);
        var replaced = await _writer.ReplaceAsync(connection, transaction, tenantId, replacement.Traces, replacement.Journeys, now, cancellationToken);
        var changedJourneys = replacement.Journeys.Select(journey => journey.JourneyId).Union(replaced, IdComparer.Instance);
        await ChangeNoticeStore.SendAsync(connection, transaction, ChangeKind.Journeys, tenantId, [.. changedJourneys], cancellationToken);
        var changes = Changes(closure, reported, invocations);
        var countedNow = batches.Select(batch => batch.BatchId).ToHashSet();
        await InvocationStore.KeepAsync(connection, transaction, tenantId, changes, countedNow, cancellationToken);
        await AddRollupsAsync(connection, transaction, tenantId, invocations, closure, batches, cancellationToken);
        var seenAside = new IdSet(closure.Facts.Keys.Select(key => key.KeyHash)
            .Concat(closure.Facts.Sightings.Select(sighting => sighting.MessageKey))
            .Where(hot.Contains));
        if (seenAside.Count > 0)
        {
            await SetAsideStore.SeenAsync(connection, transaction, tenantId, seenAside, now, cancellationToken);
        }

        if (closure.HotKeys.Count > 0)
        {
            await SetAsideStore.AddAsync(connection, transaction, tenantId, closure.HotKeys, options.Value.MaxTracesPerKey + 1, now, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        if (closure.HotKeys.Count > 0)
        {
            metrics.SetAside(closure.HotKeys.Count);
            logger.KeysSetAside(closure.HotKeys.Count);
        }

        return replacement.Journeys.Count;
    }

    /// <summary>Every row that is to be otherwise than it was read.</summary>
    private static IReadOnlyCollection<(Invocation Before, Invocation After)> Changes(
        FactClosure closure,
        ReportChanges reported,
        IReadOnlyList<Invocation> invocations)
    {
        var read = closure.Facts.Invocations;
        var (words, counted) = (read.Where(row => reported.Of(row).IsWord), read.Where(row => !reported.Of(row).IsWord));
        var wordChanges = words.Select(row => (Before: row, After: reported.Of(row)));
        var countedChanges = counted.Zip(invocations, (row, known) => (Before: row, After: known));
        return
        [
            .. wordChanges.Concat(countedChanges).Where(change => change.Before != change.After),
            .. reported.Quiet.ExceptBy(read.Select(row => row.Ref), change => change.Before.Ref),
        ];
    }

    /// <summary>What reports that came now or before change of invocations that came now or before.</summary>
    private async Task<ReportChanges> MatchReportsAsync(
        int tenantId,
        FactClosure closure,
        IReadOnlyList<PendingBatch> batches,
        CancellationToken cancellationToken)
    {
        var counted = batches.Select(batch => batch.BatchId).ToHashSet();
        var fresh = closure.Facts.Invocations
            .Where(invocation => counted.Contains(invocation.BatchId) && invocation is { InvocationId.Length: > 0, IsInit: false })
            .ToArray();
        return new ReportChanges(ReportMatcher.Match(await reports.OfSameRequestsAsync(tenantId, fresh, cancellationToken)));
    }

    /// <summary>Init times of invocations that have none yet, from inits that came now or before.</summary>
    private async Task<IReadOnlyDictionary<SpanRef, long>> MatchInitsAsync(
        int tenantId,
        FactClosure closure,
        ReportChanges reported,
        IReadOnlyList<PendingBatch> batches,
        CancellationToken cancellationToken)
    {
        var counted = batches.Select(batch => batch.BatchId).ToHashSet();
        var fresh = closure.Facts.Invocations.Where(invocation => counted.Contains(invocation.BatchId)).ToArray();
        var functions = fresh.Select(invocation => invocation.FunctionId).Distinct().ToArray();
        var inits = fresh.Length == 0
            ? []
            : await coldStarts.InitsAsync(
                tenantId,
                functions,
                fresh.Min(invocation => invocation.StartedAt),
                fresh.Max(invocation => invocation.StartedAt),
                cancellationToken);
        if (inits.Count == 0)
        {
            return new Dictionary<SpanRef, long>();
        }

        var around = await coldStarts.AroundAsync(tenantId, inits, cancellationToken);
        var known = around.Concat(closure.Facts.Invocations)
            .Select(reported.Of)
            .Where(invocation => !invocation.IsWord)
            .DistinctBy(invocation => invocation.Ref)
            .ToArray();
        var complete = known.Where(invocation => invocation.InitMicros > 0).Select(invocation => invocation.Ref).ToHashSet();
        return InitMatcher.Match(inits, known).Where(match => !complete.Contains(match.Key)).ToDictionary();
    }

    /// <summary>
    /// The invocation with the init that was matched to it. A stored first sight of an instance is only what we found out ourselves: it is found out anew.
    /// </summary>
    private static Invocation Told(Invocation invocation, IReadOnlyDictionary<SpanRef, long> inits) =>
        inits.TryGetValue(invocation.Ref, out var micros) ? WithInit(invocation, micros)
        : invocation is { ColdStart: ColdStart.InitEvent, InitMicros: 0 } ? invocation with { ColdStart = ColdStart.Unsaid }
        : invocation;

    private static Invocation WithInit(Invocation invocation, long micros) => invocation with
    {
        InitMicros = micros,
        ColdStart = invocation.ColdStart == ColdStart.Explicit ? ColdStart.Explicit : ColdStart.InitEvent,
    };

    private IReadOnlyList<Journey> Resolve(
        IReadOnlySet<int> deadLetterQueues,
        IReadOnlySet<int> queuesWithOwnIds,
        IReadOnlyList<Invocation> invocations,
        FactClosure closure,
        IdSet hot,
        DateTime now)
    {
        var facts = new JourneyFacts
        {
            Invocations = invocations,
            Sightings = hot.Count == 0
                ? closure.Facts.Sightings
                : [.. closure.Facts.Sightings.Select(sighting => hot.Contains(sighting.MessageKey) ? sighting.WithoutId() : sighting)],
            Links = closure.Facts.Links,
            Keys = hot.Count == 0 ? closure.Facts.Keys : [.. closure.Facts.Keys.Where(key => !hot.Contains(key.KeyHash))],
            DeadLetterQueues = deadLetterQueues,
            QueuesWithOwnIds = queuesWithOwnIds,
        };
        return JourneyResolver.Resolve(facts, Rules, now);
    }

    private async Task<IReadOnlySet<int>> QueuesWithOwnIdsAsync(int tenantId, FactClosure closure, CancellationToken cancellationToken) =>
        (await queues.FindAsync(tenantId, closure.Facts.Sightings.Select(sighting => sighting.QueueId).Distinct().ToArray(), cancellationToken))
            .Where(pair => pair.Value.System == MessagingSystems.Sqs).Select(pair => pair.Key).ToHashSet();

    private async Task<IReadOnlySet<int>> DeadLetterQueuesAsync(int tenantId, FactClosure closure, CancellationToken cancellationToken)
    {
        var ids = closure.Facts.Sightings.Select(sighting => sighting.QueueId).Distinct().ToArray();
        if (ids.Length == 0)
        {
            return new HashSet<int>();
        }

        if (options.Value.DeadLetterQueues is { Length: > 0 } named)
        {
            string[] deadLetters = [.. named.Where(name => !name.StartsWith('!'))];
            string[] others = [.. named.Where(name => name.StartsWith('!')).Select(name => name[1..])];
            await queues.MarkAsync(tenantId, deadLetters, others, cancellationToken);
        }

        return await queues.DeadLettersAsync(tenantId, ids, cancellationToken);
    }

    private static async Task AddRollupsAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        IReadOnlyList<Invocation> invocations,
        FactClosure closure,
        IReadOnlyList<PendingBatch> batches,
        CancellationToken cancellationToken)
    {
        var ids = batches.Select(batch => batch.BatchId).ToArray();
        if (ids.Length == 0)
        {
            return;
        }

        // A span that came again with another start is a row of its own: the first counts.
        var counted = ids.ToHashSet();
        var countedInvocations = invocations
            .OrderBy(invocation => invocation.BatchId)
            .DistinctBy(invocation => invocation.Ref)
            .Where(invocation => counted.Contains(invocation.BatchId));
        var countedSightings = closure.Facts.Sightings.Where(sighting => counted.Contains(sighting.BatchId));
        await RollupStore.AddAsync(connection, transaction, tenantId, [.. countedInvocations], [.. countedSightings], cancellationToken);
        if (batches.Any(batch => batch.Points > 0))
        {
            // Points much older than their commit are kept but move no rollup.
            var since = batches.Min(batch => batch.CommittedAt).AddDays(-1);
            await RollupStore.AddQueueMetricsAsync(connection, transaction, tenantId, ids, since, cancellationToken);
            await FunctionReportStore.AddAsync(connection, transaction, tenantId, ids, since, cancellationToken);
        }
    }
}
