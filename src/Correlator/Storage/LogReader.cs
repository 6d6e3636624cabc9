using Correlator.Storage.Blocks;
using Correlator.Telemetry;
using Correlator.Telemetry.Read;
using Npgsql;

namespace Correlator.Storage;

/// <summary>Reads log records out of their blocks.</summary>
internal sealed class LogReader(NpgsqlDataSource database)
{
    /// <summary>The records of some traces, by time.</summary>
    public async Task<IReadOnlyList<LogRecord>> ReadTracesAsync(int tenantId, IReadOnlyCollection<TraceId> traces, CancellationToken cancellationToken)
    {
        var records = new List<LogRecord>();
        var wanted = traces.ToHashSet();
        await foreach (var body in TraceBlockReader.ReadAsync(database, "log_block", Signal.Logs, tenantId, traces, cancellationToken))
        {
            records.AddRange(LogBlockDecoder.Decode(body, wanted));
        }

        return [.. records.OrderBy(record => record.TimeNano)];
    }

    /// <summary>
    /// Newest first. Blocks are pruned by time, function, severity and Bloom filter before they are read; text is looked for in what is left.
    /// </summary>
    public async Task<IReadOnlyList<LogRecord>> SearchAsync(int tenantId, LogQuery query, CancellationToken cancellationToken)
    {
        var found = new List<LogRecord>();
        var hashes = BlockPruning.Hashes(query.Attributes);

        // Severities 1 to 24 are bits; those at least as severe as asked are the high ones.
        var condition = query.MinSeverity == 0 ? "true" : $"(severities & {~((1 << Math.Min(query.MinSeverity, (byte)24)) - 1)}) <> 0";
        var blocks = BlockScanReader.ReadAsync(
            database,
            "log_block",
            tenantId,
            query.FromNano,
            query.UntilNano,
            query.FunctionIds,
            condition,
            cancellationToken);
        await foreach (var (bloom, load, max) in blocks)
        {
            if (found.Count >= query.Limit && found.OrderByDescending(record => record.TimeNano).ElementAt(query.Limit - 1).TimeNano > max)
            {
                break;
            }

            if (BlockPruning.MayHold(bloom, hashes))
            {
                found.AddRange(LogBlockDecoder.Decode(await load(cancellationToken)).Where(record => Matches(record, query)));
            }
        }

        return [.. found.OrderByDescending(record => record.TimeNano).Take(query.Limit)];
    }

    private static bool Matches(LogRecord record, LogQuery query) =>
        record.TimeNano >= query.FromNano && record.TimeNano < query.UntilNano
        && record.Severity >= query.MinSeverity
        && (query.FunctionIds.Count == 0 || query.FunctionIds.Contains(record.FunctionId))
        && (query.Text is null || record.Body.Contains(query.Text, StringComparison.OrdinalIgnoreCase))
        && BlockPruning.Holds(record.Attributes, record.Resource, query.Attributes);
}
