using Correlator.IntegrationTests.Support;
using Correlator.Storage.Notices;
using Npgsql;

namespace Correlator.IntegrationTests.Storage;

public sealed class ChangeNoticeStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Send_WhenCommitted_IsHeardAndOnlyThen()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120), TimeProvider.System);
        Guid[] ids = [.. Enumerable.Range(0, 500).Select(_ => Guid.NewGuid())];
        var heard = new List<ChangeNotice>();
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var listener = ListenAsync(new ChangeNoticeStore(database), listening, heard, patience.Token);
        await listening.Task.WaitAsync(patience.Token);

        await SendAsync(database, ChangeKind.Findings, [Guid.NewGuid()], commit: false);
        await SendAsync(database, ChangeKind.Journeys, ids, commit: true);
        await SendAsync(database, ChangeKind.Journeys, [.. Enumerable.Range(0, 5000).Select(_ => Guid.NewGuid())], commit: true);
        await listener;

        heard.ShouldAllBe(notice => notice.Kind == ChangeKind.Journeys && notice.TenantId == 3);
        heard[..^1].SelectMany(notice => notice.Ids).ShouldBe(ids);
        heard[^1].Ids.ShouldBeEmpty();
    }

    private static async Task ListenAsync(
        ChangeNoticeStore store,
        TaskCompletionSource listening,
        List<ChangeNotice> heard,
        CancellationToken cancellationToken)
    {
        await foreach (var notice in store.ListenAsync(listening.SetResult, cancellationToken))
        {
            heard.Add(notice);
            if (notice.Ids.Count == 0)
            {
                return;
            }
        }
    }

    private static async Task SendAsync(NpgsqlDataSource database, ChangeKind kind, Guid[] ids, bool commit)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ChangeNoticeStore.SendAsync(connection, transaction, kind, 3, ids, CancellationToken.None);
        await (commit ? transaction.CommitAsync() : transaction.RollbackAsync());
    }
}
