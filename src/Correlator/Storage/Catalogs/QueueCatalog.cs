using System.Collections.Concurrent;
using Correlator.Telemetry.Facts;
using Dapper;
using Npgsql;

namespace Correlator.Storage.Catalogs;

/// <summary>Queues by identity and id, cached; a new one is inserted once, whoever comes first.</summary>
internal sealed class QueueCatalog(NpgsqlDataSource database, TimeProvider time)
{
    private readonly ConcurrentDictionary<(int Tenant, string System, string Destination), int> _ids = [];
    private readonly ConcurrentDictionary<int, QueueIdentity> _identities = [];

    public bool TryGet(int tenantId, QueueIdentity identity, out int id) => _ids.TryGetValue((tenantId, identity.System, identity.Destination), out id);

    public async ValueTask<int> GetOrAddAsync(int tenantId, QueueIdentity identity, CancellationToken cancellationToken)
    {
        var key = (tenantId, identity.System, identity.Destination);
        if (_ids.TryGetValue(key, out var id))
        {
            return id;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        id = await connection.QuerySingleAsync<int>(new CommandDefinition(
            """
            INSERT INTO queue (tenant_id, system, destination, is_dead_letter, first_seen) VALUES (@tenantId, @System, @Destination, @LooksLikeDeadLetter, @now)
            ON CONFLICT (tenant_id, system, destination) DO UPDATE SET destination = excluded.destination
            RETURNING queue_id
            """,
            new { tenantId, identity.System, identity.Destination, identity.LooksLikeDeadLetter, now = time.GetUtcNow() },
            cancellationToken: cancellationToken));
        _ids[key] = id;
        _identities[id] = identity;
        return id;
    }

    /// <summary>The queues of these ids, with their stored dead-letter marking; an id that does not exist is left out.</summary>
    public async Task<IReadOnlyDictionary<int, QueueIdentity>> FindAsync(int tenantId, IReadOnlyCollection<int> ids, CancellationToken cancellationToken)
    {
        var missing = ids.Where(id => !_identities.ContainsKey(id)).Distinct().ToArray();
        if (missing.Length > 0)
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            foreach (var row in await connection.QueryAsync<(int Id, string System, string Destination, bool IsDeadLetter)>(new CommandDefinition(
                "SELECT queue_id, system, destination, is_dead_letter FROM queue WHERE tenant_id = @tenantId AND queue_id = ANY(@missing)",
                new { tenantId, missing },
                cancellationToken: cancellationToken)))
            {
                _identities[row.Id] = new QueueIdentity(row.System, row.Destination) { LooksLikeDeadLetter = row.IsDeadLetter };
            }
        }

        return ids.Distinct().Where(_identities.ContainsKey).ToDictionary(id => id, id => _identities[id]);
    }
}
