using System.Globalization;
using Dapper;
using Npgsql;

namespace Correlator.Storage.Schema;

/// <summary>Makes and drops daily partitions. Every step is a transaction of its own and harmless when it runs twice: what exists is left, what is gone stays gone.</summary>
internal sealed class PartitionStore(NpgsqlDataSource database)
{
    /// <summary>Days made ahead: a midnight, and a day without a running server, find their partition.</summary>
    private const int DaysAhead = 2;

    /// <returns>How many partitions were made and dropped.</returns>
    public async Task<(int Created, int Dropped)> KeepAsync(DateOnly today, int rawDays, int resultDays, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("SELECT pg_advisory_lock(@key)", new { key = AdvisoryLocks.Partitions }, cancellationToken: cancellationToken));
        try
        {
            // A table lock that is not had within the time would queue ingest behind it: rather fail and come again.
            await connection.ExecuteAsync(new CommandDefinition("SET lock_timeout = '3s'; SET timezone = 'UTC'", cancellationToken: cancellationToken));
            var existing = (await connection.QueryAsync<string>(new CommandDefinition(
                "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema()",
                cancellationToken: cancellationToken))).ToHashSet(StringComparer.Ordinal);
            var (created, dropped) = (0, 0);
            foreach (var table in PartitionedTable.All)
            {
                created += await CreateAsync(connection, table, existing, today, cancellationToken);
                dropped += await DropAsync(connection, table, existing, today.AddDays(-(table.IsResult ? resultDays : rawDays)), cancellationToken);
            }

            return (created, dropped);
        }
        finally
        {
            await connection.ExecuteAsync("SELECT pg_advisory_unlock(@key)", new { key = AdvisoryLocks.Partitions });
        }
    }

    private static string Name(PartitionedTable table, DateOnly day) => $"{table.Name}_{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    private static async Task<int> CreateAsync(NpgsqlConnection connection, PartitionedTable table, HashSet<string> existing, DateOnly today, CancellationToken cancellationToken)
    {
        var created = 0;
        if (table.HasCatchAll && !existing.Contains($"{table.Name}_default"))
        {
            await connection.ExecuteAsync(new CommandDefinition($"CREATE TABLE {table.Name}_default PARTITION OF {table.Name} DEFAULT", cancellationToken: cancellationToken));
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
                WITH moved AS (DELETE FROM {table.Name}_default WHERE {table.Column} >= '{from}' AND {table.Column} < '{until}' RETURNING *) INSERT INTO {name} SELECT * FROM moved;
                ALTER TABLE {table.Name} ATTACH PARTITION {name} FOR VALUES FROM ('{from}') TO ('{until}');
                """,
                transaction: transaction,
                cancellationToken: cancellationToken));
        }
        else
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"CREATE TABLE {name} PARTITION OF {table.Name} FOR VALUES FROM ('{from}') TO ('{until}')", transaction: transaction, cancellationToken: cancellationToken));
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<int> DropAsync(NpgsqlConnection connection, PartitionedTable table, HashSet<string> existing, DateOnly oldest, CancellationToken cancellationToken)
    {
        var dropped = 0;
        foreach (var name in existing.Where(name => name.Length == table.Name.Length + 9 && name.StartsWith(table.Name + "_", StringComparison.Ordinal)))
        {
            if (DateOnly.TryParseExact(name.AsSpan(table.Name.Length + 1), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < oldest)
            {
                await connection.ExecuteAsync(new CommandDefinition($"DROP TABLE IF EXISTS {name}", cancellationToken: cancellationToken));
                dropped++;
            }
        }

        if (table.HasCatchAll && dropped > 0)
        {
            // The catch-all alone is thinned row by row: it has no days to drop, and holds only what had odd times.
            await connection.ExecuteAsync(new CommandDefinition(
                $"DELETE FROM {table.Name}_default WHERE {table.Column} < '{Iso(oldest)}'", cancellationToken: cancellationToken));
        }

        return dropped;
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
