using System.Collections.Concurrent;
using System.Text.Json;
using Correlator.Storage.Blocks;
using Correlator.Storage.Catalogs;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Npgsql;
using NpgsqlTypes;

namespace Correlator.Storage.Commit;

/// <summary>
/// Metric series and points. A point is unique in (series, time): sent again it does nothing. Series ids are hashes of what makes the series, so two
/// servers agree on them without asking; those known to be stored are remembered, up to a bound.
/// </summary>
internal sealed class MetricWriter(QueueCatalog queues, FunctionCatalog functions)
{
    private const int MaxKnownSeries = 200_000;
    private const string PointColumns = "at, series_id, tenant_id, batch_id, start_at, value, count, sum, min, max, data, exemplars";

    /// <summary>By id the day on which it was told of last: once a day a series that still lives is marked so.</summary>
    private readonly ConcurrentDictionary<Guid, DateOnly> _known = new(IdComparer.Instance);

    /// <returns>The series written to, for <see cref="Remember"/>.</returns>
    public async Task<IReadOnlyCollection<Guid>> WriteAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        long batchId,
        BlockSource[] sources,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (Array.TrueForAll(sources, source => source.Batch.Points.Count == 0))
        {
            return [];
        }

        using var rows = new CopyBuffer();
        var added = new Dictionary<Guid, MetricSeries>(IdComparer.Instance);
        foreach (var source in sources)
        {
            for (var point = 0; point < source.Batch.Points.Count; point++)
            {
                AddPoint(rows, added, source, point, tenantId, batchId);
            }
        }

        await AddSeriesAsync(connection, transaction, tenantId, added.Values, now, cancellationToken);
        await using var create = new NpgsqlCommand(
            "CREATE TEMP TABLE IF NOT EXISTS staged_metric_point (LIKE metric_point) ON COMMIT DROP",
            connection,
            transaction);
        await create.ExecuteNonQueryAsync(cancellationToken);
        await Copy.SendAsync(connection, $"COPY staged_metric_point ({PointColumns}) FROM STDIN (FORMAT BINARY)", rows, cancellationToken);
        await using var insert = new NpgsqlCommand(
            $"INSERT INTO metric_point ({PointColumns}) SELECT {PointColumns} FROM staged_metric_point ON CONFLICT DO NOTHING",
            connection,
            transaction);
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return added.Keys;
    }

    private static void AddPoint(CopyBuffer rows, Dictionary<Guid, MetricSeries> added, BlockSource source, int index, int tenantId, long batchId)
    {
        var batch = source.Batch;
        var point = batch.Points[index];
        if (point.IsStale)
        {
            return;
        }

        var metric = batch.Metrics[point.Metric];
        var series = MetricSeries.Of(batch, metric, point, source.FunctionByResource[metric.Resource]);
        added.TryAdd(series.Id, series);
        var isNumber = metric.Kind is MetricKind.Gauge or MetricKind.Sum;
        rows.Row(12);
        rows.Timestamp(point.TimeNano);
        rows.Uuid(series.Id);
        rows.Int32(tenantId);
        rows.Int64(batchId);
        Nullable(rows, point.StartNano > 0, () => rows.Timestamp(point.StartNano));
        Nullable(rows, isNumber, () => rows.Double(point.Value));
        Nullable(rows, !isNumber, () => rows.Int64((long)Math.Min(point.Count, long.MaxValue)));
        Nullable(rows, !isNumber && !double.IsNaN(point.Sum), () => rows.Double(point.Sum));
        Nullable(rows, !double.IsNaN(point.Min) && !isNumber, () => rows.Double(point.Min));
        Nullable(rows, !double.IsNaN(point.Max) && !isNumber, () => rows.Double(point.Max));
        Nullable(rows, point.Numbers.Count > 0, () => rows.Bytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(batch.Numbers.Slice(point.Numbers))));
        Nullable(rows, point.Exemplars.Count > 0, () => rows.Jsonb(Exemplars(batch, point.Exemplars)));
    }

    private static void Nullable(CopyBuffer rows, bool hasValue, Action write)
    {
        if (hasValue)
        {
            write();
        }
        else
        {
            rows.Null();
        }
    }

    private static byte[] Exemplars(TelemetryBatch batch, RowRange range)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (ref readonly var exemplar in batch.Exemplars.Slice(range))
            {
                json.WriteStartObject();
                json.WriteNumber("timeNano", exemplar.TimeNano);
                if (double.IsFinite(exemplar.Value))
                {
                    json.WriteNumber("value", exemplar.Value);
                }

                if (!exemplar.TraceId.IsZero)
                {
                    json.WriteString("traceId", exemplar.TraceId.ToString());
                    json.WriteString("spanId", exemplar.SpanId.ToString());
                }

                if (exemplar.Attributes.Count > 0)
                {
                    // As one object; of equal keys the last counts.
                    json.WritePropertyName("attributes");
                    json.WriteRawValue(MetricSeries.Json(batch, exemplar.Attributes));
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }

    private async Task AddSeriesAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int tenantId,
        IReadOnlyCollection<MetricSeries> series,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var missing = series.Where(one => !_known.TryGetValue(one.Id, out var day) || day != today).OrderBy(one => one.Id).ToArray();
        if (missing.Length == 0)
        {
            return;
        }

        var queueIds = new int?[missing.Length];
        var functionIds = new int[missing.Length];
        for (var index = 0; index < missing.Length; index++)
        {
            queueIds[index] = missing[index].Queue is { } queue ? await queues.GetOrAddAsync(tenantId, queue, cancellationToken) : null;
            functionIds[index] = missing[index].Function is { } function
                ? await functions.GetOrNamedAsync(tenantId, function, cancellationToken)
                : missing[index].FunctionId;
        }

        await using var command = new NpgsqlCommand(
            """
            INSERT INTO metric_series (
                series_id, tenant_id, function_id, queue_id, name, unit, kind, temporality, is_monotonic, attributes, resource,
                first_seen, of_function, last_seen_on)
            SELECT s.id, @tenant, s.function, s.queue, s.name, s.unit, s.kind, s.temporality, s.monotonic, s.attributes, s.resource, @now, s.of_function, @today
            FROM unnest(@ids, @functions, @queues, @names, @units, @kinds, @temporalities, @monotonic, @attributes, @resources, @ofFunction)
                AS s (id, function, queue, name, unit, kind, temporality, monotonic, attributes, resource, of_function)
            ON CONFLICT (series_id, tenant_id) DO UPDATE SET last_seen_on = excluded.last_seen_on
                WHERE metric_series.last_seen_on < excluded.last_seen_on
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue("tenant", tenantId);
        command.Parameters.AddWithValue("today", today);
        command.Parameters.AddWithValue("now", now.UtcDateTime);
        command.Parameters.AddWithValue("ids", missing.Select(one => one.Id).ToArray());
        command.Parameters.AddWithValue("functions", functionIds);
        command.Parameters.AddWithValue("ofFunction", missing.Select(one => one.Function is not null).ToArray());
        command.Parameters.AddWithValue("queues", queueIds);
        command.Parameters.AddWithValue("names", missing.Select(one => one.Name).ToArray());
        command.Parameters.AddWithValue("units", missing.Select(one => one.Unit).ToArray());
        command.Parameters.AddWithValue("kinds", missing.Select(one => (short)one.Kind).ToArray());
        command.Parameters.AddWithValue("temporalities", missing.Select(one => (short)one.Temporality).ToArray());
        command.Parameters.AddWithValue("monotonic", missing.Select(one => one.IsMonotonic).ToArray());
        command.Parameters.AddWithValue("attributes", NpgsqlDbType.Array | NpgsqlDbType.Jsonb, missing.Select(one => one.Attributes).ToArray());
        command.Parameters.AddWithValue("resources", NpgsqlDbType.Array | NpgsqlDbType.Jsonb, missing.Select(one => one.Resource).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Called after the commit: these series need no insert any more.</summary>
    public void Remember(IEnumerable<Guid> ids, DateTimeOffset now)
    {
        if (_known.Count > MaxKnownSeries)
        {
            _known.Clear();
        }

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        foreach (var id in ids)
        {
            _known[id] = today;
        }
    }
}
