using Correlator.Storage.Paging;
using Dapper;
using Npgsql;

namespace Correlator.Storage.Catalogs;

/// <summary>Lists functions for people.</summary>
internal sealed class FunctionReader(NpgsqlDataSource database)
{
    private const string Columns = "function_id, environment, service, name, first_seen";
    private static readonly ByName Order = new("name", "function_id");

    /// <summary>By name.</summary>
    public async Task<Page<StoredFunction>> PageAsync(int tenantId, FunctionFilter filter, PageWindow<NamePlace> window, CancellationToken cancellationToken)
    {
        List<string> conditions = ["tenant_id = @tenantId"];
        var parameters = new DynamicParameters(new { tenantId, text = filter.Text, environment = filter.Environment });
        Order.Bound(conditions, parameters, window);
        if (!string.IsNullOrEmpty(filter.Text))
        {
            conditions.Add("(strpos(lower(name), lower(@text)) > 0 OR strpos(lower(service), lower(@text)) > 0)");
        }

        if (filter.Environment is not null)
        {
            conditions.Add("environment = @environment");
        }

        var sql = $"SELECT {Columns} FROM function WHERE {string.Join(" AND ", conditions)} {Order.Order(window)}";
        return Page<StoredFunction>.Of(await database.QueryAsync<StoredFunction>(sql, parameters, cancellationToken), window);
    }

    /// <summary>The functions of these ids; an id that does not exist is left out.</summary>
    public async Task<IReadOnlyDictionary<int, StoredFunction>> ReadAsync(int tenantId, IReadOnlyCollection<int> ids, CancellationToken cancellationToken)
    {
        const string Sql = $"SELECT {Columns} FROM function WHERE tenant_id = @tenantId AND function_id = ANY(@ids)";
        var found = await database.QueryAsync<StoredFunction>(Sql, new { tenantId, ids = ids.ToArray() }, cancellationToken);
        return found.ToDictionary(function => function.FunctionId);
    }

    /// <summary>The functions with one of these names, in whatever environment and service.</summary>
    public async Task<IReadOnlyList<int>> NamedAsync(int tenantId, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        const string Sql = $"SELECT {Columns} FROM function WHERE tenant_id = @tenantId AND name = ANY(@names)";
        var found = await database.QueryAsync<StoredFunction>(Sql, new { tenantId, names = names.ToArray() }, cancellationToken);
        return [.. found.Select(function => function.FunctionId)];
    }
}
