using Npgsql;

namespace Correlator.Storage.Schema;

/// <summary>An office held. Its connection goes back to the pool with the lock taken off it, or is gone and the lock with it.</summary>
internal sealed class Election(NpgsqlConnection connection, Func<CancellationToken, Task> ask, Func<Task> resign) : IAsyncDisposable
{
    /// <summary>Throws when the connection, and with it the office, is lost.</summary>
    public Task ConfirmAsync(CancellationToken cancellationToken) => ask(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await resign();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The connection is gone and the lock with it; what went wrong is for the holder's own exception to tell.
        }

        await connection.DisposeAsync();
    }
}
