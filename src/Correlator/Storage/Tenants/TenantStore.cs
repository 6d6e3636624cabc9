using Correlator.Storage.Access;
using Dapper;
using Npgsql;

namespace Correlator.Storage.Tenants;

/// <summary>The tenants of the database.</summary>
internal sealed class TenantStore(NpgsqlDataSource database, TimeProvider time)
{
    private const string Columns = "tenant_id, name, created_at, requests_per_second, bytes_per_second, bytes_per_month";

    public Task<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<Tenant>($"SELECT {Columns} FROM tenant ORDER BY tenant_id", null, cancellationToken);

    public Task<Tenant?> FindAsync(string name, CancellationToken cancellationToken) =>
        database.QuerySingleOrDefaultAsync<Tenant>($"SELECT {Columns} FROM tenant WHERE name = @name", new { name }, cancellationToken);

    /// <returns>Null when there is one of that name.</returns>
    public async Task<Tenant?> CreateAsync(string name, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var tenant = await connection.QuerySingleOrDefaultAsync<Tenant>(new CommandDefinition(
            $"INSERT INTO tenant (name, created_at) VALUES (@name, @now) ON CONFLICT (name) DO NOTHING RETURNING {Columns}",
            new { name, now = time.GetUtcNow() },
            transaction,
            cancellationToken: cancellationToken));
        await TokenStore.ChangedAsync(connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return tenant;
    }

    /// <summary>Sets a tenant's limits to those that <paramref name="tenant"/> has.</summary>
    public async Task LimitAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE tenant SET requests_per_second = @RequestsPerSecond, bytes_per_second = @BytesPerSecond, bytes_per_month = @BytesPerMonth
            WHERE tenant_id = @TenantId
            """,
            new { tenant.TenantId, tenant.RequestsPerSecond, tenant.BytesPerSecond, tenant.BytesPerMonth },
            transaction,
            cancellationToken: cancellationToken));
        await TokenStore.ChangedAsync(connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
