using System.Collections.Concurrent;
using Correlator.Telemetry.Facts;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Correlator.Storage.Catalogs;

/// <summary>Functions by identity and id, cached; a new one is inserted once, whoever comes first, as long as the tenant may have another.</summary>
internal sealed class FunctionCatalog(
    NpgsqlDataSource database,
    IOptions<StorageOptions> options,
    StorageMetrics metrics,
    TimeProvider time,
    ILogger<FunctionCatalog> logger)
{
    private const string Select = "SELECT function_id, environment, service, name FROM function WHERE tenant_id = @tenantId";
    private readonly ConcurrentDictionary<(int Tenant, FunctionIdentity Identity), int> _ids = [];
    private readonly ConcurrentDictionary<(int Tenant, int Id), FunctionIdentity> _identities = [];
    private readonly ConcurrentDictionary<(int Tenant, string Name), int> _named = [];
    private readonly CatalogRoom _room = new(options.Value.MaxFunctions, time);

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

        var hasRoom = await HasRoomAsync(tenantId, cancellationToken);
        if (_ids.TryGetValue((tenantId, identity), out id))
        {
            return id;
        }

        if (!hasRoom)
        {
            metrics.BeyondLimit("function");
            identity = FunctionIdentity.Other;
            if (_ids.TryGetValue((tenantId, identity), out id))
            {
                return id;
            }
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
        Know(tenantId, id, identity);
        _room.Added(tenantId);
        return id;
    }

    /// <summary>The one function of that name in whatever environment and service its telemetry named; this one when there is none, or are several.</summary>
    public async ValueTask<int> GetOrNamedAsync(int tenantId, FunctionIdentity identity, CancellationToken cancellationToken)
    {
        if (_ids.TryGetValue((tenantId, identity), out var id) || _named.TryGetValue((tenantId, identity.Name), out id))
        {
            return id;
        }

        if (!await HasRoomAsync(tenantId, cancellationToken))
        {
            // All that there is was read, by name too.
            return _named.TryGetValue((tenantId, identity.Name), out id) ? id : await GetOrAddAsync(tenantId, identity, cancellationToken);
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
            await LearnAsync(tenantId, $"{Select} AND function_id = ANY(@missing)", new { tenantId, missing }, cancellationToken);
        }

        return ids.Distinct().Where(id => _identities.ContainsKey((tenantId, id))).ToDictionary(id => id, id => _identities[(tenantId, id)]);
    }

    private ValueTask<bool> HasRoomAsync(int tenantId, CancellationToken cancellationToken) =>
        _room.HasRoomAsync(tenantId, () => ReadAllAsync(tenantId, cancellationToken));

    /// <returns>How many functions the tenant has.</returns>
    private async Task<int> ReadAllAsync(int tenantId, CancellationToken cancellationToken)
    {
        var all = await LearnAsync(tenantId, Select, new { tenantId }, cancellationToken);
        if (all.Count >= options.Value.MaxFunctions)
        {
            logger.CatalogFull(tenantId, all.Count, "functions", nameof(options.Value.MaxFunctions));
            foreach (var named in all.GroupBy(row => row.Name, StringComparer.Ordinal).Where(named => named.Count() == 1))
            {
                _named[(tenantId, named.Key)] = named.Single().Id;
            }
        }

        return all.Count;
    }

    private async Task<IReadOnlyList<(int Id, string Environment, string Service, string Name)>> LearnAsync(
        int tenantId,
        string sql,
        object parameters,
        CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync<(int Id, string Environment, string Service, string Name)>(sql, parameters, cancellationToken);
        foreach (var row in found)
        {
            Know(tenantId, row.Id, new FunctionIdentity(row.Environment, row.Service, row.Name));
        }

        return found;
    }

    private void Know(int tenantId, int id, FunctionIdentity identity)
    {
        _ids[(tenantId, identity)] = id;
        _identities[(tenantId, id)] = identity;
    }
}
