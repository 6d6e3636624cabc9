using System.Collections.Concurrent;
using Correlator.Telemetry.Facts;
using Npgsql;

namespace Correlator.Storage.Catalogs;

/// <summary>Functions by identity and id, cached; a new one is inserted once, whoever comes first.</summary>
internal sealed class FunctionCatalog(NpgsqlDataSource database, TimeProvider time)
{
    private readonly ConcurrentDictionary<(int Tenant, FunctionIdentity Identity), int> _ids = [];
    private readonly ConcurrentDictionary<(int Tenant, int Id), FunctionIdentity> _identities = [];
    private readonly ConcurrentDictionary<(int Tenant, string Name), int> _named = [];

    public bool TryGet(int tenantId, FunctionIdentity identity, out int id) => _ids.TryGetValue((tenantId, identity), out id);

    /// <param name="isOfPlatform">
    /// A platform's log tells it, which knows a function by its name alone, and not of the service and environment that its own telemetry names.
    /// </param>
    public ValueTask<int> GetOrAddAsync(int tenantId, FunctionIdentity identity, bool isOfPlatform, CancellationToken cancellationToken) =>
        isOfPlatform && identity.IsNameOnly ? GetOrNamedAsync(tenantId, identity, cancellationToken) : GetOrAddAsync(tenantId, identity, cancellationToken);

    public async ValueTask<int> GetOrAddAsync(int tenantId, FunctionIdentity identity, CancellationToken cancellationToken)
    {
        if (_ids.TryGetValue((tenantId, identity), out var id))
        {
            return id;
        }

        // Twice or from two servers: the second insert does nothing and the select finds the first one's row.
        id = await database.QuerySingleAsync<int>(
            """
            INSERT INTO function (tenant_id, environment, service, name, first_seen) VALUES (@tenantId, @Environment, @Service, @Name, @now)
            ON CONFLICT (tenant_id, environment, service, name) DO UPDATE SET name = excluded.name
            RETURNING function_id
            """,
            new { tenantId, identity.Environment, identity.Service, identity.Name, now = time.GetUtcNow() },
            cancellationToken);
        _ids[(tenantId, identity)] = id;
        _identities[(tenantId, id)] = identity;
        return id;
    }

    /// <summary>The one function of that name in whatever environment and service its telemetry named; this one when there is none, or are several.</summary>
    public async ValueTask<int> GetOrNamedAsync(int tenantId, FunctionIdentity identity, CancellationToken cancellationToken)
    {
        if (_ids.TryGetValue((tenantId, identity), out var id) || _named.TryGetValue((tenantId, identity.Name), out id))
        {
            return id;
        }

        var named = await database.QueryAsync<int>(
            "SELECT function_id FROM function WHERE tenant_id = @tenantId AND name = @Name LIMIT 2", new { tenantId, identity.Name }, cancellationToken);
        return named.Count == 1 ? _named[(tenantId, identity.Name)] = named[0] : await GetOrAddAsync(tenantId, identity, cancellationToken);
    }

    /// <summary>The functions of these ids; an id that does not exist is left out.</summary>
    public async Task<IReadOnlyDictionary<int, FunctionIdentity>> FindAsync(int tenantId, IReadOnlyCollection<int> ids, CancellationToken cancellationToken)
    {
        var missing = ids.Where(id => !_identities.ContainsKey((tenantId, id))).Distinct().ToArray();
        if (missing.Length > 0)
        {
            foreach (var row in await database.QueryAsync<(int Id, string Environment, string Service, string Name)>(
                "SELECT function_id, environment, service, name FROM function WHERE tenant_id = @tenantId AND function_id = ANY(@missing)",
                new { tenantId, missing },
                cancellationToken))
            {
                _identities[(tenantId, row.Id)] = new FunctionIdentity(row.Environment, row.Service, row.Name);
            }
        }

        return ids.Distinct().Where(id => _identities.ContainsKey((tenantId, id))).ToDictionary(id => id, id => _identities[(tenantId, id)]);
    }
}
