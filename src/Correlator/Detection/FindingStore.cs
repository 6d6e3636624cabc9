using System.Text.Json;
using Correlator.Storage;
using Correlator.Storage.Notices;
using Correlator.Storage.Paging;
using Dapper;
using Npgsql;

namespace Correlator.Detection;

/// <summary>
/// Findings. Each change is one statement that holds its own condition, so that run twice it changes nothing more, and that tells all servers of it.
/// </summary>
internal sealed class FindingStore(NpgsqlDataSource database)
{
    private static readonly NewestFirst Order = new("since", "finding_id");
    private const string Columns =
        "finding_id, kind, subject_kind, subject_id, severity, since, until, updated_at, calm, summary, numbers::text AS numbers, journeys";

    public Task<IReadOnlyList<Finding>> OpenAsync(int tenantId, CancellationToken cancellationToken) =>
        ReadAsync($"SELECT {Columns} FROM finding WHERE tenant_id = @tenantId AND until IS NULL", new { tenantId }, cancellationToken);

    /// <summary>The newest findings, open and closed.</summary>
    public Task<IReadOnlyList<Finding>> RecentAsync(int tenantId, int limit, CancellationToken cancellationToken) =>
        ReadAsync($"SELECT {Columns} FROM finding WHERE tenant_id = @tenantId ORDER BY since DESC LIMIT @limit", new { tenantId, limit }, cancellationToken);

    /// <summary>The findings of these ids; an id that does not exist is left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, Finding>> ReadAsync(int tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        const string Sql = $"SELECT {Columns} FROM finding WHERE finding_id = ANY(@ids) AND tenant_id = @tenantId";
        var found = await ReadAsync(Sql, new { tenantId, ids = ids.ToArray() }, cancellationToken);
        return found.ToDictionary(finding => finding.FindingId);
    }

    /// <summary>By their beginning, newest first.</summary>
    public async Task<Page<Finding>> PageAsync(int tenantId, FindingFilter filter, PageWindow<TimePlace> window, CancellationToken cancellationToken)
    {
        var (sql, parameters) = Compose(tenantId, filter, window);
        return Page<Finding>.Of(await ReadAsync(sql, parameters, cancellationToken), window);
    }

    /// <summary>The statement of a page.</summary>
    internal static (string Sql, DynamicParameters Parameters) Compose(int tenantId, FindingFilter filter, PageWindow<TimePlace> window)
    {
        List<string> conditions = ["tenant_id = @tenantId"];
        var parameters = new DynamicParameters(new
        {
            tenantId,
            from = filter.From,
            until = filter.Until,
            kinds = filter.Kinds.ToArray(),
            subjects = filter.Subjects.Select(subject => $"{subject.Kind}:{subject.Id}").ToArray(),
            severity = (short)(filter.MinSeverity ?? default),
        });
        Order.Bound(conditions, parameters, window);
        (bool IsGiven, string Condition)[] given =
        [
            (filter.From is not null, "(until IS NULL OR until > @from)"),
            (filter.Until is not null, "since < @until"),
            (filter.Kinds.Count > 0, "kind = ANY(@kinds)"),
            (filter.Subjects.Count > 0, "subject_kind || ':' || subject_id = ANY(@subjects)"),
            (filter.MinSeverity is not null, "severity >= @severity"),
            (filter.IsOpen is true, "until IS NULL"),
            (filter.IsOpen is false, "until IS NOT NULL"),
        ];
        conditions.AddRange(given.Where(one => one.IsGiven).Select(one => one.Condition));
        return ($"SELECT {Columns} FROM finding WHERE {string.Join(" AND ", conditions)} {Order.Order(window)}", parameters);
    }

    public async Task ApplyAsync(int tenantId, FindingChange change, Finding? open, Evaluation evaluation, DateTime now, CancellationToken cancellationToken)
    {
        var sql = change switch
        {
            // Two servers that open at once: the unique index lets one through.
            FindingChange.Open =>
                """
                INSERT INTO finding (finding_id, tenant_id, kind, subject_kind, subject_id, severity, since, updated_at, calm, summary, numbers, journeys)
                VALUES (@id, @tenantId, @Kind, @subjectKind, @subjectId, @severity, @Since, @now, 0, @Summary, @numbers::jsonb, @journeys)
                ON CONFLICT DO NOTHING RETURNING finding_id
                """,
            FindingChange.Update =>
                """
                UPDATE finding SET severity = greatest(severity, @severity), updated_at = @now, calm = 0, summary = @Summary, numbers = @numbers::jsonb,
                    journeys = CASE WHEN cardinality(@journeys) > 0 THEN @journeys ELSE journeys END
                WHERE finding_id = @id AND tenant_id = @tenantId AND until IS NULL RETURNING finding_id
                """,
            FindingChange.Calm =>
                """
                UPDATE finding SET calm = calm + 1, updated_at = @now
                WHERE finding_id = @id AND tenant_id = @tenantId AND until IS NULL RETURNING finding_id
                """,
            FindingChange.Close =>
                """
                UPDATE finding SET until = greatest(since, @now), updated_at = @now
                WHERE finding_id = @id AND tenant_id = @tenantId AND until IS NULL RETURNING finding_id
                """,
            _ => null,
        };
        if (sql is null)
        {
            return;
        }

        await database.ExecuteAsync(
            $"""
            WITH changed AS ({sql})
            SELECT pg_notify('{ChangeNoticeStore.Channel}', format('{ChangeKind.Findings}:%s:%s', @tenantId, replace(finding_id::text, '-', '')))
            FROM changed
            """,
            new
            {
                id = open?.FindingId ?? Guid.CreateVersion7(),
                tenantId,
                evaluation.Kind,
                subjectKind = evaluation.Subject.Kind,
                subjectId = evaluation.Subject.Id,
                severity = (short)evaluation.Severity,
                evaluation.Since,
                now,
                evaluation.Summary,
                numbers = JsonSerializer.Serialize(evaluation.Numbers),
                journeys = evaluation.Journeys.ToArray(),
            },
            cancellationToken);
    }

    private Task<IReadOnlyList<Finding>> ReadAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        database.QueryAsync<Finding>(sql, parameters, cancellationToken);
}
