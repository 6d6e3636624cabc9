using System.Collections.Concurrent;
using Correlator.Telemetry.Facts;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Correlator.Storage.Catalogs;

/// <summary>Queues by identity and id, cached; a new one is inserted once, whoever comes first, as long as the tenant may have another.</summary>
internal sealed class QueueCatalog(
    NpgsqlDataSource database,
    IOptions<StorageOptions> options,
    StorageMetrics metrics,
    TimeProvider time,
    ILogger<QueueCatalog> logger)
{
    private const string Select = "SELECT queue_id, system, destination, is_dead_letter FROM queue WHERE tenant_id = @tenantId";
    private readonly ConcurrentDictionary<(int Tenant, string System, string Destination), int> _ids = [];
    private readonly ConcurrentDictionary<(int Tenant, int Id), QueueIdentity> _identities = [];
    private readonly CatalogRoom _room = new(options.Value.MaxQueues, time);

    public async ValueTask<int> GetOrAddAsync(int tenantId, QueueIdentity identity, CancellationToken cancellationToken)
    {
        if (TryGetAsTold(tenantId, identity, out var id))
        {
            return id;
        }

        var hasRoom = await _room.HasRoomAsync(tenantId, () => ReadAllAsync(tenantId, cancellationToken));
        if (!hasRoom && !TryGet(tenantId, identity, out _))
        {
            metrics.BeyondLimit("queue");
            identity = identity.AsOther();
        }

        if (TryGetAsTold(tenantId, identity, out id))
        {
            return id;
        }

        // A message may tell only later that its queue takes dead letters: what once was told is not taken back.
        id = await database.QuerySingleAsync<int>(
            """
            INSERT INTO queue (tenant_id, system, destination, is_dead_letter, first_seen) VALUES (@tenantId, @System, @Destination, @LooksLikeDeadLetter, @now)
            ON CONFLICT (tenant_id, system, destination) DO UPDATE SET is_dead_letter = queue.is_dead_letter OR excluded.is_dead_letter
            RETURNING queue_id
            """,
            new { tenantId, identity.System, identity.Destination, identity.LooksLikeDeadLetter, now = time.GetUtcNow() },
            cancellationToken);
        if (!TryGet(tenantId, identity, out _))
        {
            _room.Added(tenantId);
        }

        Know(tenantId, id, identity);
        return id;
    }

    /// <summary>
    /// Which of these queues are dead-letter queues, by name or by what messages told; asked anew each time, since another server may have learnt it.
    /// </summary>
    public async Task<IReadOnlySet<int>> DeadLettersAsync(int tenantId, int[] ids, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT queue_id FROM queue WHERE tenant_id = @tenantId AND queue_id = ANY(@ids) AND is_dead_letter";
        return (await database.QueryAsync<int>(Sql, new { tenantId, ids }, cancellationToken)).ToHashSet();
    }

    /// <summary>Sets the marking that configuration gives to some destinations.</summary>
    public Task MarkAsync(int tenantId, string[] deadLetters, string[] others, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            UPDATE queue SET is_dead_letter = (destination = ANY(@deadLetters))
            WHERE tenant_id = @tenantId AND ((destination = ANY(@deadLetters) AND NOT is_dead_letter) OR (destination = ANY(@others) AND is_dead_letter))
            """,
            new { tenantId, deadLetters, others },
            cancellationToken);

    /// <summary>The queues of these ids, with their stored dead-letter marking; an id that does not exist is left out.</summary>
    public async Task<IReadOnlyDictionary<int, QueueIdentity>> FindAsync(int tenantId, IReadOnlyCollection<int> ids, CancellationToken cancellationToken)
    {
        var missing = ids.Where(id => !_identities.ContainsKey((tenantId, id))).Distinct().ToArray();
        if (missing.Length > 0)
        {
            await LearnAsync(tenantId, $"{Select} AND queue_id = ANY(@missing)", new { tenantId, missing }, cancellationToken);
        }

        return ids.Distinct().Where(id => _identities.ContainsKey((tenantId, id))).ToDictionary(id => id, id => _identities[(tenantId, id)]);
    }

    private bool TryGet(int tenantId, QueueIdentity identity, out int id) => _ids.TryGetValue((tenantId, identity.System, identity.Destination), out id);

    /// <summary>A known queue, of which nothing is told that is not known.</summary>
    private bool TryGetAsTold(int tenantId, QueueIdentity identity, out int id) =>
        TryGet(tenantId, identity, out id) && (!identity.LooksLikeDeadLetter || IsKnownDeadLetter(tenantId, id));

    private bool IsKnownDeadLetter(int tenantId, int id) => _identities.TryGetValue((tenantId, id), out var known) && known.LooksLikeDeadLetter;

    /// <returns>How many queues the tenant has.</returns>
    private async Task<int> ReadAllAsync(int tenantId, CancellationToken cancellationToken)
    {
        var count = await LearnAsync(tenantId, Select, new { tenantId }, cancellationToken);
        if (count >= options.Value.MaxQueues)
        {
            logger.CatalogFull(tenantId, count, "queues", nameof(options.Value.MaxQueues));
        }

        return count;
    }

    /// <returns>How many queues were found.</returns>
    private async Task<int> LearnAsync(int tenantId, string sql, object parameters, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync<(int Id, string System, string Destination, bool IsDeadLetter)>(sql, parameters, cancellationToken);
        foreach (var row in found)
        {
            Know(tenantId, row.Id, new QueueIdentity(row.System, row.Destination) { LooksLikeDeadLetter = row.IsDeadLetter });
        }

        return found.Count;
    }

    private void Know(int tenantId, int id, QueueIdentity identity)
    {
        _ids[(tenantId, identity.System, identity.Destination)] = id;
        _identities[(tenantId, id)] = identity;
    }
}
