using Correlator.Storage.Paging;
using Correlator.Telemetry.Facts;
using Dapper;
using Npgsql;

namespace Correlator.Storage;

/// <summary>Lists invocations, and reads those of many traces in one statement. What tells of one is none.</summary>
internal sealed class InvocationReader(NpgsqlDataSource database, TimeProvider time)
{
    private const string Columns =
        "i.trace_id, i.span_id, i.parent_span_id, i.function_id, i.started_at, i.duration_us, i.init_us, i.outcome, i.cold_start, i.batch_size, i.version, "
        + "i.instance, i.invocation_id, i.error_signature, i.trigger, i.is_report, i.billed_us, i.memory_bytes, i.memory_used_bytes";

    private const string IsInvocation = "i.tenant_id = @tenantId AND i.trigger NOT IN ('init', 'report')";
    private static readonly NewestFirst Order = new("i.started_at", "i.trace_id", "i.span_id");

    /// <summary>Newest first.</summary>
    public async Task<Page<Invocation>> PageAsync(int tenantId, InvocationFilter filter, PageWindow<TimePlace> window, CancellationToken cancellationToken)
    {
        var rows = new List<Invocation>();
        foreach (var days in DayWalk.Ranges(filter.From, filter.Until, window, time.GetUtcNow().UtcDateTime))
        {
            var (sql, parameters) = Compose(tenantId, filter, window with { Limit = window.Limit - rows.Count }, days);
            rows.AddRange(await ReadAsync(sql, parameters, cancellationToken));
            if (rows.Count == window.ReadLimit)
            {
                break;
            }
        }

        return Page<Invocation>.Of(rows, window);
    }

    /// <summary>The first invocations of each trace, by start.</summary>
    public async Task<ILookup<Guid, Invocation>> OfTracesAsync(
        int tenantId,
        IReadOnlyCollection<TraceRange> traces,
        int limit,
        CancellationToken cancellationToken) =>
        (await ReadAsync(
            $"""
            SELECT {Columns} FROM unnest(@ids, @from, @until) AS t (id, since, before)
            CROSS JOIN LATERAL (
                SELECT * FROM invocation i WHERE i.trace_id = t.id AND i.started_at >= t.since AND i.started_at < t.before AND {IsInvocation}
                ORDER BY i.started_at, i.span_id LIMIT @limit) AS i
            """,
            new
            {
                tenantId,
                ids = traces.Select(trace => trace.TraceId).ToArray(),
                from = traces.Select(trace => trace.From).ToArray(),
                until = traces.Select(trace => trace.Until).ToArray(),
                limit,
            },
            cancellationToken)).ToLookup(invocation => invocation.TraceId);

    /// <summary>The invocations with these spans; what does not exist, or is no invocation, is left out.</summary>
    public async Task<IReadOnlyDictionary<SpanRef, Invocation>> OfSpansAsync(
        int tenantId,
        IReadOnlyCollection<SpanRef> spans,
        CancellationToken cancellationToken)
    {
        var found = await ReadAsync(
            $"""
            SELECT {Columns} FROM unnest(@traces, @spans) AS s (trace_id, span_id)
            JOIN invocation i ON i.trace_id = s.trace_id AND i.span_id = s.span_id
            WHERE {IsInvocation} ORDER BY i.started_at
            """,
            new { tenantId, traces = spans.Select(span => span.TraceId).ToArray(), spans = spans.Select(span => span.SpanId).ToArray() },
            cancellationToken);
        return found.DistinctBy(invocation => invocation.Ref).ToDictionary(invocation => invocation.Ref);
    }

    /// <summary>
    /// The statement of a page. Each function's newest are found by its index, and the newest of all among them: no index of the busiest table is needed for
    /// a list of all functions.
    /// </summary>
    internal static (string Sql, DynamicParameters Parameters) Compose(
        int tenantId,
        InvocationFilter filter,
        PageWindow<TimePlace> window,
        DayRange days = default)
    {
        var conditions = new List<string>();
        var parameters = new DynamicParameters(new { tenantId });
        Order.Bound(conditions, parameters, window);
        Add(filter.From is not null, "i.started_at >= @from", "from", filter.From);
        Add(filter.Until is not null, "i.started_at < @until", "until", filter.Until);
        Add(days.From is not null, "i.started_at >= @firstDay", "firstDay", days.From?.ToDateTime(default, DateTimeKind.Utc));
        Add(days.Until is not null, "i.started_at < @dayAfter", "dayAfter", days.Until?.AddDays(1).ToDateTime(default, DateTimeKind.Utc));
        Add(filter.Outcomes.Count > 0, "i.outcome = ANY(@outcomes)", "outcomes", filter.Outcomes.Select(outcome => (short)outcome).ToArray());
        if (filter.Outcomes.Count > 0 && !filter.Outcomes.Contains(InvocationOutcome.Ok))
        {
            // In the words of the index invocation_failed.
            conditions.Add("i.outcome <> 0");
        }

        if (filter.IsCold is { } isCold)
        {
            // In the words of the index invocation_cold.
            conditions.Add(isCold ? "i.cold_start IN (1, 2)" : "i.cold_start NOT IN (1, 2)");
        }

        parameters.Add("functions", filter.FunctionIds.ToArray());
        return (
            $"""
            SELECT {Columns} FROM function f
            CROSS JOIN LATERAL (
                SELECT * FROM invocation i
                WHERE i.function_id = f.function_id AND {string.Join(" AND ", conditions.Prepend(IsInvocation))} {Order.Order(window)}) AS i
            WHERE f.tenant_id = @tenantId{(filter.FunctionIds.Count > 0 ? " AND f.function_id = ANY(@functions)" : "")} {Order.Order(window)}
            """,
            parameters);

        void Add(bool isGiven, string condition, string name, object? value)
        {
            if (isGiven)
            {
                conditions.Add(condition);
                parameters.Add(name, value);
            }
        }
    }

    private async Task<IReadOnlyList<Invocation>> ReadAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        [.. (await database.QueryAsync<InvocationRow>(sql, parameters, cancellationToken)).Select(row => row.ToInvocation())];

    private sealed record InvocationRow
    {
        public required Guid TraceId { get; init; }
        public required long SpanId { get; init; }
        public required long ParentSpanId { get; init; }
        public required int FunctionId { get; init; }
        public required DateTime StartedAt { get; init; }
        public required long DurationUs { get; init; }
        public required long InitUs { get; init; }
        public required short Outcome { get; init; }
        public required short ColdStart { get; init; }
        public required int BatchSize { get; init; }
        public required string Version { get; init; }
        public required string Instance { get; init; }
        public required string InvocationId { get; init; }
        public required string ErrorSignature { get; init; }
        public required string Trigger { get; init; }
        public required bool IsReport { get; init; }
        public required long BilledUs { get; init; }
        public required long MemoryBytes { get; init; }
        public required long MemoryUsedBytes { get; init; }

        public Invocation ToInvocation() => new()
        {
            TraceId = TraceId,
            SpanId = SpanId,
            ParentSpanId = ParentSpanId,
            FunctionId = FunctionId,
            StartedAt = StartedAt,
            DurationMicros = DurationUs,
            InitMicros = InitUs,
            Outcome = (InvocationOutcome)Outcome,
            ColdStart = (ColdStart)ColdStart,
            BatchSize = BatchSize,
            Version = Version,
            Instance = Instance,
            InvocationId = InvocationId,
            ErrorSignature = ErrorSignature,
            Trigger = Trigger,
            IsReport = IsReport,
            BilledMicros = BilledUs,
            MemoryBytes = MemoryBytes,
            MemoryUsedBytes = MemoryUsedBytes,
        };
    }
}
