using System.Collections.Frozen;
using Correlator.Storage.Blocks;
using Correlator.Storage.Catalogs;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;
using Npgsql;

namespace Correlator.Storage.Commit;

/// <summary>
/// Writes one group after the other, each in one transaction: requests into the ledger, blocks, points, and the batch, whose facts correlation finds in its
/// blocks. Killed before the commit, nothing of it is there and nobody was told otherwise. Killed after it, the sender comes again, finds its request in the
/// ledger, and stores nothing. A group is taken for new and goes in one round trip, for a small group's commit takes as long as its round trips do; where it
/// turns out that some of it was stored before, it is done again with the ledger asked first. Encoders and buffers are kept from group to group; not
/// thread-safe.
/// </summary>
internal sealed class CommitLane(NpgsqlDataSource database, FunctionCatalog functions, MetricWriter points, TimeProvider time) : IAsyncDisposable
{
    private const int MaxTries = 4;

    /// <summary>Senders that come again come with more: so many groups after a request that was stored before, the ledger is asked first.</summary>
    private const int WaryGroups = 100;
    private const string Lambda = "aws_lambda";
    private readonly SpanBlockEncoder _spans = new();
    private readonly LogBlockEncoder _logs = new();
    private readonly IdentityCache _identities = new();

    /// <summary>Kept from group to group, with its prepared statements; a failure costs it.</summary>
    private NpgsqlConnection? _connection;

    /// <summary>The id for the next batch, which came with the last commit.</summary>
    private long? _nextBatchId;
    private int _waryFor;

    /// <returns>The requests of the group that were stored before.</returns>
    public async Task<IReadOnlySet<PendingRequest>> WriteAsync(IReadOnlyList<PendingRequest> group, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await TryWriteAsync(group, cancellationToken);
            }
            catch (PostgresException exception)
                when (tried < MaxTries && exception.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // Two servers storing the same spans in another order: one of them goes first, then the other.
            }
            catch (PostgresException exception) when (LedgerStore.IsStoredBefore(exception))
            {
                _waryFor = WaryGroups;
            }
            catch
            {
                await CloseAsync();
                throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _spans.Dispose();
        _logs.Dispose();
    }

    private async ValueTask CloseAsync()
    {
        // How the commit ended may be unknown: the id may be taken.
        _nextBatchId = null;
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    private async Task<IReadOnlySet<PendingRequest>> TryWriteAsync(IReadOnlyList<PendingRequest> group, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var tenantId = group[0].Batch.TenantId;
        var connection = _connection ??= await OpenAsync(cancellationToken);

        // Points need the ids of their series, hence more round trips: for them the ledger is asked first. A second server storing the same request waits for
        // the first one's commit, whichever way they go.
        _waryFor = Math.Max(0, _waryFor - 1);
        if (_nextBatchId is { } nextBatchId && _waryFor == 0 && group.All(request => request.Batch.Points.Count == 0))
        {
            // What goes in one round trip is one transaction, with no BEGIN and no COMMIT to be said: if a statement fails, none was.
            await using var all = new NpgsqlBatch(connection);
            LedgerStore.AddRequests(all, nextBatchId, tenantId, today, group);
            AddBlocks(all, nextBatchId, tenantId, now, group, await SourcesAsync(tenantId, group, cancellationToken));
            await ExecuteAsync(all, cancellationToken);
            return FrozenSet<PendingRequest>.Empty;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (batchId, fresh) = await LedgerStore.EnterAsync(connection, transaction, tenantId, today, group, cancellationToken);
        var duplicates = group.Except(fresh).ToHashSet();
        if (fresh.Count == 0)
        {
            return duplicates;
        }

        var sources = await SourcesAsync(tenantId, fresh, cancellationToken);
        var series = await points.WriteAsync(connection, transaction, tenantId, batchId, sources, now, cancellationToken);
        await using var rows = new NpgsqlBatch(connection, transaction);
        LedgerStore.AddNextBatchId(rows);
        AddBlocks(rows, batchId, tenantId, now, fresh, sources);
        rows.Add("COMMIT");
        await ExecuteAsync(rows, cancellationToken);
        points.Remember(series, now);
        return duplicates;
    }

    /// <summary>The blocks, and the batch that they are of.</summary>
    private void AddBlocks(
        NpgsqlBatch rows,
        long batchId,
        int tenantId,
        DateTimeOffset now,
        IReadOnlyList<PendingRequest> requests,
        BlockSource[] sources)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var (spans, logs) = (_spans.Encode(sources), _logs.Encode(sources));
        BlockWriter.Add(rows, tenantId, batchId, today, spans, Signal.Traces);
        BlockWriter.Add(rows, tenantId, batchId, today, logs, Signal.Logs);
        LedgerStore.AddBatch(rows, batchId, tenantId, now, requests, spans.Count, logs.Count);
    }

    private async Task ExecuteAsync(NpgsqlBatch rows, CancellationToken cancellationToken)
    {
        // A round trip for the first groups of a connection; parsing and planning took 1.2 of the 3 ms that Postgres
        // worked for a group of 28 requests of one span. Not by itself, as Npgsql 10 offers: a statement that fails when it was prepared so a moment ago is
        // broken for that connection's life.
        await rows.PrepareAsync(cancellationToken);
        _nextBatchId = (long?)await rows.ExecuteScalarAsync(cancellationToken);
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);

        // The same few statements for ever: planning them for each group's values takes as long as a small group's rows do. A plan that was made for empty
        // partitions must not read them whole once they are full.
        await using var command = new NpgsqlCommand("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }

    private async ValueTask<BlockSource[]> SourcesAsync(int tenantId, IReadOnlyList<PendingRequest> fresh, CancellationToken cancellationToken)
    {
        var sources = new BlockSource[fresh.Count];
        for (var index = 0; index < sources.Length; index++)
        {
            var batch = fresh[index].Batch;
            var ids = new int[batch.Resources.Count];
            for (var resource = 0; resource < ids.Length; resource++)
            {
                var identity = _identities.Resource(batch, resource);
                var isOfPlatform = batch.Signal == Signal.Logs && identity.Platform == Lambda;
                ids[resource] = await functions.GetOrAddAsync(tenantId, identity.Function, isOfPlatform, cancellationToken);
            }

            sources[index] = new BlockSource(batch, ids);
        }

        return sources;
    }
}
