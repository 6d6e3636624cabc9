using Npgsql;

namespace Correlator.Storage;

/// <summary>What a check-up asks of the database.</summary>
internal sealed class DoctorStore(NpgsqlDataSource database)
{
    public Task<string> VersionAsync(CancellationToken cancellationToken) =>
        AskAsync<string>("SELECT 'PostgreSQL ' || current_setting('server_version')", cancellationToken);

    /// <summary>How many migrations were applied; none in a database that was never migrated.</summary>
    public async Task<int> MigrationsAsync(CancellationToken cancellationToken) =>
        await AskAsync<bool>("SELECT to_regclass('schema_migration') IS NOT NULL", cancellationToken)
            ? await AskAsync<int>("SELECT count(*)::int FROM schema_migration", cancellationToken)
            : 0;

    public Task<DateTime> ClockAsync(CancellationToken cancellationToken) => AskAsync<DateTime>("SELECT clock_timestamp()", cancellationToken);

    private Task<T> AskAsync<T>(string sql, CancellationToken cancellationToken) =>
        database.QuerySingleAsync<T>(sql, null, cancellationToken);
}
