using Npgsql;

namespace Correlator.Storage.Schema;

/// <summary>An office held. Its connection goes back to the pool with the lock taken off it, or is gone and the lock with it.</summary>
internal sealed class Election(NpgsqlConnection connection, Func<CancellationToken, Task> ask) : IAsyncDisposable
{
    /// <summary>Throws when the connection, and with it the office, is lost.</summary>
    public Task ConfirmAsync(CancellationToken cancellationToken) => ask(cancellationToken);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
