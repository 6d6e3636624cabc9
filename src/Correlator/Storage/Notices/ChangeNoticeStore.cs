using System.Runtime.CompilerServices;
using Dapper;
using Npgsql;

namespace Correlator.Storage.Notices;

/// <summary>
/// Tells all servers of a database what one of them has committed, by Postgres' own LISTEN and NOTIFY: heard when, and only if, the transaction is committed.
/// </summary>
internal sealed class ChangeNoticeStore(NpgsqlDataSource database)
{
    public const string Channel = "correlator_changes";

    /// <summary>A connection that says nothing for so long is asked whether it still lives.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    /// <summary>Within the transaction that makes the change.</summary>
    public static Task SendAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        ChangeKind kind,
        int tenantId,
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken) =>
        ids.Count == 0 ? Task.CompletedTask : connection.ExecuteAsync(new CommandDefinition(
            $"SELECT pg_notify('{Channel}', payload) FROM unnest(@payloads) AS n (payload)",
            new { payloads = ChangeNotice.Payloads(kind, tenantId, ids) },
            transaction,
            cancellationToken: cancellationToken));

    /// <summary>Notices from now on, until the connection breaks.</summary>
    /// <param name="listening">Called when nothing is missed any more.</param>
    public async IAsyncEnumerable<ChangeNotice> ListenAsync(Action listening, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var heard = new Queue<ChangeNotice>();
        connection.Notification += (_, told) =>
        {
            if (ChangeNotice.TryParse(told.Payload, out var notice))
            {
                heard.Enqueue(notice);
            }
        };
        await connection.ExecuteAsync(new CommandDefinition($"LISTEN {Channel}", cancellationToken: cancellationToken));
        listening();
        while (true)
        {
            if (!await connection.WaitAsync(Silence, cancellationToken))
            {
                await connection.ExecuteAsync(new CommandDefinition("SELECT 1", cancellationToken: cancellationToken));
            }

            while (heard.TryDequeue(out var notice))
            {
                yield return notice;
            }
        }
    }
}
