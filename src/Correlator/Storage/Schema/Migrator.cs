using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

namespace Correlator.Storage.Schema;

/// <summary>
/// Brings the schema up to this server's version: forward only, each migration in a transaction of its own, all under an advisory
/// lock, so that servers starting together apply each once. Killed in between, the next start goes on with the first missing one.
/// </summary>
internal sealed class Migrator(NpgsqlDataSource database, ElectionStore elections, ILogger<Migrator> logger)
{
    /// <exception cref="MigrationException">The database is newer than this server, or a migration it has differs from ours.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var office = await elections.TakeAsync(AdvisoryLocks.Migration, cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            CREATE TABLE IF NOT EXISTS schema_migration (
                version int PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
            """,
            cancellationToken: cancellationToken));
        var rows = await connection.QueryAsync<(int Version, string Name, string Checksum)>(new CommandDefinition(
            "SELECT version, name, checksum FROM schema_migration ORDER BY version",
            cancellationToken: cancellationToken));
        var applied = rows.ToDictionary(row => row.Version);
        var known = Migrations();
        if (applied.Keys.Except(known.Select(migration => migration.Version)).Order().FirstOrDefault() is var newer and > 0)
        {
            throw new MigrationException(
                $"The database has migration {newer}, which this server does not know: it was used by a newer Correlator. "
                + "Start that version, or name another database.");
        }

        foreach (var migration in known)
        {
            if (!applied.TryGetValue(migration.Version, out var row))
            {
                await ApplyAsync(connection, migration, cancellationToken);
            }
            else if (row.Checksum != migration.Checksum)
            {
                throw new MigrationException(
                    $"Migration {migration.Name} in the database differs from this server's. "
                    + "Start the Correlator version that made the database, or name another database.");
            }
        }
    }

    public static IReadOnlyList<Migration> Migrations()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("migrations/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(resource => Read(assembly, resource))];
    }

    private static Migration Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var sql = reader.ReadToEnd();
        var name = Path.GetFileNameWithoutExtension(resource);
        var version = int.Parse(name[..4], System.Globalization.CultureInfo.InvariantCulture);
        return new Migration(version, name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
    }

    private async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(migration.Sql, transaction: transaction, commandTimeout: 0, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO schema_migration (version, name, checksum) VALUES (@Version, @Name, @Checksum)",
            migration,
            transaction,
            cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        logger.MigrationApplied(migration.Version, migration.Name);
    }
}
