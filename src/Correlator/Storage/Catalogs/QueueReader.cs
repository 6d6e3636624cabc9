using Correlator.Storage.Paging;
using Dapper;
using Npgsql;

namespace Correlator.Storage.Catalogs;

/// <summary>Lists queues for people.</summary>
internal sealed class QueueReader(NpgsqlDataSource database)
{
    private const string Columns = "queue_id, system, destination, is_dead_letter, first_seen";
    private static readonly ByName Order = new("destination", "queue_id");

    /// <summary>By destination.</summary>
    public async Task<Page<StoredQueue>> PageAsync(int tenantId, QueueFilter filter, PageWindow<NamePlace> window, CancellationToken cancellationToken)
    {
        List<string> conditions = ["tenant_id = @tenantId"];
        var parameters = new DynamicParameters(new { tenantId, text = filter.Text, system = filter.System, isDeadLetter = filter.IsDeadLetter });
        Order.Bound(conditions, parameters, window);
        if (!string.IsNullOrEmpty(filter.Text))
        {
            conditions.Add("strpos(lower(destination), lower(@text)) > 0");
        }

        if (filter.System is not null)
        {
            conditions.Add("system = @system");
        }

        if (filter.IsDeadLetter is not null)
        {
            conditions.Add("is_dead_letter = @isDeadLetter");
        }

        var sql = $"SELECT {Columns} FROM queue WHERE {string.Join(" AND ", conditions)} {Order.Order(window)}";
        return Page<StoredQueue>.Of(await database.QueryAsync<StoredQueue>(sql, parameters, cancellationToken), window);
    }

    /// <summary>The queues of these ids; an id that does not exist is left out.</summary>
    public async Task<IReadOnlyDictionary<int, StoredQueue>> ReadAsync(int tenantId, IReadOnlyCollection<int> ids, CancellationToken cancellationToken)
    {
        const string Sql = $"SELECT {Columns} FROM queue WHERE tenant_id = @tenantId AND queue_id = ANY(@ids)";
        var found = await database.QueryAsync<StoredQueue>(Sql, new { tenantId, ids = ids.ToArray() }, cancellationToken);
        return found.ToDictionary(queue => queue.QueueId);
    }

    /// <summary>The queues with one of these destinations, in whatever system.</summary>
    public async Task<IReadOnlyList<int>> NamedAsync(int tenantId, IReadOnlyCollection<string> destinations, CancellationToken cancellationToken)
    {
        const string Sql = $"SELECT {Columns} FROM queue WHERE tenant_id = @tenantId AND destination = ANY(@destinations)";
        var found = await database.QueryAsync<StoredQueue>(Sql, new { tenantId, destinations = destinations.ToArray() }, cancellationToken);
        return [.. found.Select(queue => queue.QueueId)];
    }
}
