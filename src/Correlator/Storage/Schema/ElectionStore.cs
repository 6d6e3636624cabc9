using Dapper;
using Npgsql;

namespace Correlator.Storage.Schema;

/// <summary>Elects one server among those on a database: the one that holds an advisory lock, for as long as the lock's connection lives.</summary>
internal sealed class ElectionStore(NpgsqlDataSource database)
{
    /// <returns>The office, to be given back by disposing it; null while another server holds it.</returns>
    public async Task<Election?> TryTakeAsync(long office, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            var taking = new CommandDefinition("SELECT pg_try_advisory_lock(@office)", new { office }, cancellationToken: cancellationToken);
            if (await connection.ExecuteScalarAsync<bool>(taking))
            {
                return Held(connection, office);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Waits for the office, however long another server needs it: a migration of a large database takes its time.</summary>
    public async Task<Election> TakeAsync(long office, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "SELECT pg_advisory_lock(@office)",
                new { office },
                commandTimeout: 0,
                cancellationToken: cancellationToken));
            return Held(connection, office);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until no other transaction does this work, and keeps others from it until this one ends.</summary>
    public static Task EnterAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long work, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition("SELECT pg_advisory_xact_lock(@work)", new { work }, transaction, cancellationToken: cancellationToken));

    private static Election Held(NpgsqlConnection connection, long office) => new(
        connection,
        cancellationToken => connection.ExecuteAsync(new CommandDefinition("SELECT 1", cancellationToken: cancellationToken)),
        () => connection.ExecuteAsync("SELECT pg_advisory_unlock(@office)", new { office }));
}
