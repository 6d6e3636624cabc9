using System.Globalization;
using Dapper;
using Npgsql;

namespace Correlator.Storage.Schema;

/// <summary>
/// Makes and drops daily partitions. Every step is a transaction of its own and harmless when it runs twice: what exists is left, what is gone stays gone.
/// </summary>
internal sealed class PartitionStore(NpgsqlDataSource database)
{
    /// <summary>Days made ahead: a midnight, and a day without a running server, find their partition.</summary>
    private const int DaysAhead = 2;

    /// <summary>Rows of a catch-all deleted at once: a statement of seconds, not of minutes.</summary>
    private const int DeleteAtOnce = 10_000;

    /// <summary>Some thousand rows: fewer are read whole in a moment, and tell little of what comes.</summary>
    private const int SmallBytes = 256 << 10;

    /// <summary>What time it is for the database.</summary>
    public async Task<DateTimeOffset> ClockAsync(CancellationToken cancellationToken) =>
        new DateTimeOffset(await database.ExecuteScalarAsync<DateTime>("SELECT clock_timestamp()", null, cancellationToken), TimeSpan.Zero);

    /// <summary>The names of all partitions there are.</summary>
    public async Task<IReadOnlySet<string>> ExistingAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync<string>(
            """
            SELECT c.relname FROM pg_inherits i
            JOIN pg_class c ON c.oid = i.inhrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema()
            """,
            null,
            cancellationToken)).ToHashSet(StringComparer.Ordinal);

    /// <summary>The last day up to which all tables have their partitions, from <paramref name="today"/> on; null when not even today has.</summary>
    public async Task<DateOnly?> ReadyUntilAsync(DateOnly today, CancellationToken cancellationToken)
    {
        var existing = await ExistingAsync(cancellationToken);
        var day = today;
        while (PartitionedTable.All.All(table => existing.Contains(Name(table, day))))
        {
            day = day.AddDays(1);
        }

        return day == today ? null : day.AddDays(-1);
    }

    /// <returns>How many partitions were made.</returns>
    public async Task<int> CreateAsync(PartitionedTable table, IReadOnlySet<string> existing, DateOnly today, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var created = 0;
        if (table.HasCatchAll && !existing.Contains(table.CatchAllName))
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"CREATE TABLE {table.CatchAllName} PARTITION OF {table.Name} DEFAULT",
                cancellationToken: cancellationToken));
            created++;
        }

        for (var day = today.AddDays(-1); day <= today.AddDays(DaysAhead); day = day.AddDays(1))
        {
            if (!existing.Contains(Name(table, day)))
            {
                await CreateDayAsync(connection, table, day, cancellationToken);
                created++;
            }
        }

        return created;
    }

    /// <summary>Drops what is older than <paramref name="oldest"/>, and thins the catch-all, which has no days to drop, row by row.</summary>
    /// <returns>How many partitions were dropped.</returns>
    public async Task<int> DropAsync(PartitionedTable table, IReadOnlySet<string> existing, DateOnly oldest, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var dropped = 0;
        foreach (var name in existing.Where(name => name.Length == table.Name.Length + 9 && name.StartsWith(table.Name + "_", StringComparison.Ordinal)))
        {
            var suffix = name.AsSpan(table.Name.Length + 1);
            if (DateOnly.TryParseExact(suffix, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < oldest)
            {
                await connection.ExecuteAsync(new CommandDefinition($"DROP TABLE IF EXISTS {name}", cancellationToken: cancellationToken));
                dropped++;
            }
        }

        if (table.HasCatchAll)
        {
            await ThinAsync(connection, table, oldest, cancellationToken);
        }

        return dropped;
    }

    /// <summary>
    /// Gives partitions that have begun to fill their first statistics. Until it has some, Postgres takes one id for a part in 200 of all rows and would rather
    /// read the whole than look up thousands; by itself it counts minutes after midnight, when a partition may have millions of rows.
    /// </summary>
    /// <returns>How many partitions were counted.</returns>
    public async Task<int> AnalyzeFirstAsync(CancellationToken cancellationToken)
    {
        var uncounted = await database.QueryAsync<string>(
            """
            SELECT quote_ident(c.relname) FROM pg_inherits i
            JOIN pg_class c ON c.oid = i.inhrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.reltuples < 0 AND pg_relation_size(c.oid) > @SmallBytes
            """,
            new { SmallBytes },
            cancellationToken);
        foreach (var name in uncounted)
        {
            await database.ExecuteAsync($"ANALYZE (SKIP_LOCKED) {name}", null, cancellationToken);
        }

        return uncounted.Count;
    }

    /// <summary>A table lock that is not had within the time would queue ingest behind it: rather fail and come again.</summary>
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition("SET lock_timeout = '3s'; SET timezone = 'UTC'", cancellationToken: cancellationToken));
            return connection;
        }
        catch
        {
            // Nobody else would give it back: it would be lost to the pool, and to the database until this process ends.
            await connection.DisposeAsync();
            throw;
        }
    }

    private static string Name(PartitionedTable table, DateOnly day) => $"{table.Name}_{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    private static async Task CreateDayAsync(NpgsqlConnection connection, PartitionedTable table, DateOnly day, CancellationToken cancellationToken)
    {
        // Names and dates below are our own constants, never input; DDL takes no parameters.
        var name = Name(table, day);
        var (from, until) = (Iso(day), Iso(day.AddDays(1)));
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (table.HasCatchAll)
        {
            // Rows with that day that came before their partition wait in the catch-all; a partition cannot be attached over them.
            await connection.ExecuteAsync(new CommandDefinition(
                $"""
                CREATE TABLE {name} (LIKE {table.Name} INCLUDING DEFAULTS INCLUDING STORAGE INCLUDING CONSTRAINTS);
                WITH moved AS (DELETE FROM {table.CatchAllName} WHERE {table.Column} >= '{from}' AND {table.Column} < '{until}' RETURNING *)
                INSERT INTO {name} SELECT * FROM moved;
                ALTER TABLE {table.Name} ATTACH PARTITION {name} FOR VALUES FROM ('{from}') TO ('{until}');
                """,
                transaction: transaction,
                cancellationToken: cancellationToken));
        }
        else
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"CREATE TABLE {name} PARTITION OF {table.Name} FOR VALUES FROM ('{from}') TO ('{until}')",
                transaction: transaction,
                cancellationToken: cancellationToken));
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task ThinAsync(NpgsqlConnection connection, PartitionedTable table, DateOnly oldest, CancellationToken cancellationToken)
    {
        var isOld = table.CatchAll switch
        {
            CatchAllAge.Batch => "batch_id < (SELECT min(batch_id) FROM ledger_batch WHERE received_on >= @oldest)",
            CatchAllAge.Update => "updated_at < @oldest",
            CatchAllAge.Journey => "NOT EXISTS (SELECT FROM journey j WHERE j.journey_id = row.journey_id AND j.tenant_id = row.tenant_id)",
            _ => "counted_at < @oldest",
        };
        var delete = new CommandDefinition(
            $"""
            DELETE FROM {table.CatchAllName}
            WHERE ctid = ANY(ARRAY(SELECT row.ctid FROM {table.CatchAllName} AS row WHERE {isOld} LIMIT {DeleteAtOnce}))
            """,
            new { oldest },
            cancellationToken: cancellationToken);
        while (await connection.ExecuteAsync(delete) == DeleteAtOnce)
        {
        }
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
