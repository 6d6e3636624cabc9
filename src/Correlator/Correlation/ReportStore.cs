using Correlator.Telemetry.Facts;
using Dapper;
using Npgsql;

namespace Correlator.Correlation;

/// <summary>Platform reports and the invocations that they may be about.</summary>
internal sealed class ReportStore(NpgsqlDataSource database)
{
    private const string Columns =
        """
        i.trace_id, i.span_id, i.parent_span_id, i.function_id, i.batch_id, i.started_at, i.duration_us AS duration_micros, i.init_us AS init_micros,
        i.outcome, i.cold_start, i.batch_size, i.instance, i.invocation_id, i.error_signature, i.trigger,
        i.is_report, i.billed_us AS billed_micros, i.memory_bytes, i.memory_used_bytes
        """;

    /// <summary>A function may run for so long, and its span begins with it.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromMinutes(20);

    /// <summary>Spans lie within what reports tell, or begin soon after a start.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Reports are looked for by request id, of which there are few without one; spans by function and time, for nothing indexes their request ids.
    /// </summary>
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>All that is known of the requests of these invocations, if any of it is a report.</summary>
    /// <param name="invocations">Have a request id.</param>
    public async Task<IReadOnlyList<Invocation>> OfSameRequestsAsync(
        int tenantId,
        IReadOnlyCollection<Invocation> invocations,
        CancellationToken cancellationToken)
    {
        if (invocations.Count == 0)
        {
            return [];
        }

        var requests = invocations.Select(invocation => invocation.InvocationId).Distinct().ToArray();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var from = invocations.Min(invocation => invocation.StartedAt) - Reach;
        var until = invocations.Max(invocation => invocation.EndedAt) + Reach;
        var reports = (await connection.QueryAsync<Invocation>(new CommandDefinition(
            $"""
            SELECT {Columns} FROM invocation i
            WHERE i.is_report AND i.invocation_id = ANY(@requests) AND i.tenant_id = @tenantId AND i.started_at >= @from AND i.started_at <= @until
            """,
            new { tenantId, requests, from, until },
            cancellationToken: cancellationToken))).AsList();
        if (reports.Count == 0)
        {
            return [];
        }

        var windows = reports.GroupBy(report => (report.FunctionId, report.StartedAt.Ticks / Window.Ticks)).ToArray();
        var spans = await connection.QueryAsync<Invocation>(new CommandDefinition(
            $"""
            SELECT DISTINCT {Columns} FROM unnest(@functions, @froms, @untils) AS w (function_id, "from", until)
            JOIN function told ON told.function_id = w.function_id AND told.tenant_id = @tenantId
            JOIN function f ON f.tenant_id = told.tenant_id AND f.name = told.name
            JOIN invocation i ON i.function_id = f.function_id AND i.started_at >= w."from" AND i.started_at <= w.until AND i.tenant_id = @tenantId
            WHERE i.invocation_id = ANY(@requests) AND NOT i.is_report AND i.trigger <> 'init'
            """,
            new
            {
                tenantId,
                requests = reports.Select(report => report.InvocationId).Distinct().ToArray(),
                functions = windows.Select(window => window.Key.FunctionId).ToArray(),
                froms = windows.Select(window => window.Min(report => report.StartedAt) - Slack).ToArray(),
                untils = windows.Select(window => window.Max(report => report.EndedAt) + Slack).ToArray(),
            },
            cancellationToken: cancellationToken));
        return [.. reports, .. spans];
    }
}
