using System.Text.Json;
using Dapper;
using Npgsql;

namespace Correlator.Detection;

/// <summary>Findings. Each change is one statement that holds its own condition, so that run twice it changes nothing more.</summary>
internal sealed class FindingStore(NpgsqlDataSource database)
{
    private const string Columns = "finding_id, kind, subject_kind, subject_id, severity, since, until, calm, summary, numbers::text AS numbers, journeys";

    public Task<IReadOnlyList<Finding>> OpenAsync(int tenantId, CancellationToken cancellationToken) =>
        ReadAsync($"SELECT {Columns} FROM finding WHERE tenant_id = @tenantId AND until IS NULL", new { tenantId }, cancellationToken);

    /// <summary>The newest findings, open and closed.</summary>
    public Task<IReadOnlyList<Finding>> RecentAsync(int tenantId, int limit, CancellationToken cancellationToken) =>
        ReadAsync($"SELECT {Columns} FROM finding WHERE tenant_id = @tenantId ORDER BY since DESC LIMIT @limit", new { tenantId, limit }, cancellationToken);

    public async Task ApplyAsync(int tenantId, FindingChange change, Finding? open, Evaluation evaluation, DateTime now, CancellationToken cancellationToken)
    {
        var sql = change switch
        {
            // Two servers that open at once: the unique index lets one through.
            FindingChange.Open =>
                """
                INSERT INTO finding (finding_id, tenant_id, kind, subject_kind, subject_id, severity, since, updated_at, calm, summary, numbers, journeys)
                VALUES (@id, @tenantId, @Kind, @subjectKind, @subjectId, @severity, @Since, @now, 0, @Summary, @numbers::jsonb, @journeys) ON CONFLICT DO NOTHING
                """,
            FindingChange.Update =>
                """
                UPDATE finding SET severity = greatest(severity, @severity), updated_at = @now, calm = 0, summary = @Summary, numbers = @numbers::jsonb,
                    journeys = CASE WHEN cardinality(@journeys) > 0 THEN @journeys ELSE journeys END
                WHERE finding_id = @id AND tenant_id = @tenantId AND until IS NULL
                """,
            FindingChange.Calm => "UPDATE finding SET calm = calm + 1, updated_at = @now WHERE finding_id = @id AND tenant_id = @tenantId AND until IS NULL",
            FindingChange.Close => "UPDATE finding SET until = @now, updated_at = @now WHERE finding_id = @id AND tenant_id = @tenantId AND until IS NULL",
            _ => null,
        };
        if (sql is null)
        {
            return;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            sql,
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
            cancellationToken: cancellationToken));
    }

    private async Task<IReadOnlyList<Finding>> ReadAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<Finding>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))];
    }
}
