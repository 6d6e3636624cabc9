using System.Globalization;
using Correlator.Storage.Blocks;
using Correlator.Storage.Commit;
using Correlator.Telemetry;
using Dapper;
using Npgsql;

namespace Correlator.Storage.Sealing;

/// <summary>
/// Seals a day in three steps: empty tables beside the day's partitions; sealed blocks into them, each block with its index rows in a transaction; and one
/// transaction that puts them in the partitions' place. Until its commit nobody sees anything of it, and a start after a crash begins with empty tables again.
/// </summary>
internal sealed class SealingStore(NpgsqlDataSource database, TimeProvider time)
{
    private const string Suffix = "_sealing";
    private const string TracePartition = "trace_block_";
    private static readonly string[] Tables = ["span_block", "log_block", "trace_block"];

    /// <summary>
    /// The oldest day before <paramref name="until"/> that has partitions and is not sealed. Facts are found in fresh blocks, so a day waits until all of its
    /// batches were looked into.
    /// </summary>
    public async Task<DateOnly?> NextAsync(DateOnly until, IReadOnlySet<string> partitions, CancellationToken cancellationToken)
    {
        var left = (await database.QueryAsync<DateOnly>(
            "SELECT received_on FROM sealed_day UNION SELECT received_on FROM ledger_batch WHERE state = 0 AND received_on < @until",
            new { until },
            cancellationToken)).ToHashSet();
        var open = partitions.Where(name => name.StartsWith(TracePartition, StringComparison.Ordinal))
            .Select(DayOf)
            .Where(day => day < until && !left.Contains(day))
            .Order()
            .ToArray();
        return open.Length == 0 ? null : open[0];
    }

    /// <summary>Never, for the partition of no day.</summary>
    private static DateOnly DayOf(string partition) =>
        DateOnly.TryParseExact(partition.AsSpan(TracePartition.Length), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : DateOnly.MaxValue;

    /// <summary>Makes the tables that sealed blocks go to; what another attempt left is dropped.</summary>
    public async Task BeginAsync(DateOnly day, CancellationToken cancellationToken)
    {
        foreach (var table in Tables)
        {
            // The check lets the table be attached without being read. Names and dates are our own; DDL takes no parameters.
            await database.ExecuteAsync(
                $"""
                DROP TABLE IF EXISTS {table}{Suffix};
                CREATE TABLE {table}{Suffix} (
                    LIKE {table} INCLUDING ALL,
                    CONSTRAINT {table}{Suffix}_day CHECK (received_on >= '{Iso(day)}' AND received_on < '{Iso(day.AddDays(1))}'));
                """,
                null,
                cancellationToken);
        }
    }

    /// <summary>Some blocks of a day after one, in the order they were committed in.</summary>
    public Task<IReadOnlyList<StoredBlock>> ReadAsync(Signal signal, DateOnly day, long afterBlock, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync<StoredBlock>(
            $"""
            SELECT tenant_id, block_id, batch_id, body, octet_length(body) + octet_length(bloom) AS bytes FROM {Table(signal)}
            WHERE received_on = @day AND block_id > @afterBlock ORDER BY block_id LIMIT @limit
            """,
            new { day, afterBlock, limit },
            cancellationToken);

    /// <summary>Puts a block, and where its traces are, beside the day. It takes the number of the first of those it is made of.</summary>
    public async Task AddAsync(Signal signal, DateOnly day, StoredBlock first, EncodedBlock block, CancellationToken cancellationToken)
    {
        await using var rows = database.CreateBatch();
        BlockWriter.Add(rows, first.TenantId, first.BatchId, first.BlockId, day, block, signal, SealedDirectory.Format, Suffix);
        await rows.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Replaces the day's partitions. The parents are locked for the few milliseconds of the exchange, and for a quarter of a second at most while
    /// waiting for it, for commits queue behind that wait.
    /// </summary>
    /// <returns>False when a lock could not be had in time, or the day has got more blocks since they were read: nothing has changed then.</returns>
    public async Task<bool> TryReplaceAsync(SealedDay day, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            var date = day.Day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
            var partitions = Tables.Select(table => (Table: table, Partition: $"{table}_{date}")).ToArray();
            await connection.ExecuteAsync(new CommandDefinition(
                $"""
                SET LOCAL lock_timeout = '250ms';
                LOCK TABLE {string.Join(", ", partitions.Select(pair => pair.Partition))} IN ACCESS EXCLUSIVE MODE
                """,
                transaction: transaction,
                cancellationToken: cancellationToken));
            var blocks = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                $"SELECT (SELECT count(*) FROM {partitions[0].Partition}) + (SELECT count(*) FROM {partitions[1].Partition})",
                transaction: transaction,
                cancellationToken: cancellationToken));
            if (blocks != day.BlocksBefore)
            {
                return false;
            }

            foreach (var (table, partition) in day.BlocksBefore == 0 ? [] : partitions)
            {
                await connection.ExecuteAsync(new CommandDefinition(
                    $"""
                    ALTER TABLE {table} DETACH PARTITION {partition};
                    DROP TABLE {partition};
                    ALTER TABLE {table}{Suffix} RENAME TO {partition};
                    ALTER TABLE {table} ATTACH PARTITION {partition} FOR VALUES FROM ('{Iso(day.Day)}') TO ('{Iso(day.Day.AddDays(1))}');
                    ALTER TABLE {partition} DROP CONSTRAINT {table}{Suffix}_day;
                    """,
                    transaction: transaction,
                    cancellationToken: cancellationToken));
            }

            await connection.ExecuteAsync(new CommandDefinition(
                """
                INSERT INTO sealed_day (received_on, sealed_at, blocks_before, blocks_after, records, bytes_before, bytes_after)
                VALUES (@Day, @now, @BlocksBefore, @BlocksAfter, @Records, @BytesBefore, @BytesAfter)
                """,
                new { day.Day, now = time.GetUtcNow(), day.BlocksBefore, day.BlocksAfter, day.Records, day.BytesBefore, day.BytesAfter },
                transaction,
                cancellationToken: cancellationToken));
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            return false;
        }
    }

    private static string Table(Signal signal) => signal == Signal.Traces ? "span_block" : "log_block";

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
