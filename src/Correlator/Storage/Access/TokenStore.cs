using System.Security.Cryptography;
using Dapper;
using Npgsql;

namespace Correlator.Storage.Access;

/// <summary>Tokens in the database: their hashes.</summary>
internal sealed class TokenStore(NpgsqlDataSource database, TimeProvider time)
{
    private const int KeyBytes = 32;

    private const string Columns =
        "t.token_id, t.tenant_id, n.name AS tenant, t.name, t.scopes, t.prefix, t.key_id, t.created_at, t.expires_at, t.revoked_at, t.last_used_at";

    /// <summary>Tells all servers, in the transaction of the change, that tenants or tokens are others now.</summary>
    public static Task ChangedAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            "UPDATE access_version SET version = version + 1",
            transaction: transaction,
            cancellationToken: cancellationToken));

    public Task<long> VersionAsync(CancellationToken cancellationToken) =>
        database.ExecuteScalarAsync<long>("SELECT version FROM access_version", null, cancellationToken);

    /// <summary>The key of this database's hashes; made by whoever asks first.</summary>
    public async Task<byte[]> KeyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO access_key (key, made_at) VALUES (@key, @now) ON CONFLICT DO NOTHING",
            new { key = RandomNumberGenerator.GetBytes(KeyBytes), now = time.GetUtcNow() },
            cancellationToken: cancellationToken));
        return await connection.QuerySingleAsync<byte[]>(new CommandDefinition("SELECT key FROM access_key", cancellationToken: cancellationToken));
    }

    public async Task<AccessToken> AddAsync(
        int tenantId,
        string name,
        TokenScopes scopes,
        string prefix,
        byte[] hash,
        string keyId,
        DateTimeOffset? expiresAt,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var added = await connection.QuerySingleAsync<AccessToken>(new CommandDefinition(
            $"""
            WITH t AS (
                INSERT INTO access_token (tenant_id, name, scopes, prefix, hash, key_id, created_at, expires_at)
                VALUES (@tenantId, @name, @scopes, @prefix, @hash, @keyId, @now, @expiresAt) RETURNING *)
            SELECT {Columns} FROM t JOIN tenant n ON n.tenant_id = t.tenant_id
            """,
            new { tenantId, name, scopes = (short)scopes, prefix, hash, keyId, now = time.GetUtcNow(), expiresAt },
            transaction,
            cancellationToken: cancellationToken));
        await ChangedAsync(connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return added;
    }

    /// <param name="tenantId">Null: of all tenants.</param>
    public Task<IReadOnlyList<AccessToken>> ListAsync(int? tenantId, CancellationToken cancellationToken) =>
        database.QueryAsync<AccessToken>(
            $"""
            SELECT {Columns} FROM access_token t JOIN tenant n ON n.tenant_id = t.tenant_id
            WHERE @tenantId IS NULL OR t.tenant_id = @tenantId ORDER BY t.token_id
            """,
            new { tenantId },
            cancellationToken);

    /// <param name="prefix">The first characters of the token, or its id.</param>
    /// <returns>The tokens that are revoked now, whether or not they were before.</returns>
    public async Task<IReadOnlyList<AccessToken>> RevokeAsync(string prefix, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var revoked = (await connection.QueryAsync<AccessToken>(new CommandDefinition(
            $"""
            WITH t AS (UPDATE access_token SET revoked_at = coalesce(revoked_at, @now) WHERE prefix = @prefix OR token_id::text = @prefix RETURNING *)
            SELECT {Columns} FROM t JOIN tenant n ON n.tenant_id = t.tenant_id
            """,
            new { prefix, now = time.GetUtcNow() },
            transaction,
            cancellationToken: cancellationToken))).ToArray();
        await ChangedAsync(connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return revoked;
    }

    /// <summary>The version and the tokens that are valid at it, whichever key they are hashed under.</summary>
    public async Task<(long Version, IReadOnlyList<(string KeyId, KnownToken Token)> Tokens)> ValidAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);

        // The version first: a change in between is read again the next time.
        var version = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "SELECT version FROM access_version",
            cancellationToken: cancellationToken));
        var rows = await connection.QueryAsync<(int TokenId, int TenantId, short Scopes, byte[] Hash, string KeyId, DateTime? ExpiresAt)>(new CommandDefinition(
            """
            SELECT token_id, tenant_id, scopes, hash, key_id, expires_at FROM access_token
            WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @now)
            """,
            new { now = time.GetUtcNow() },
            cancellationToken: cancellationToken));
        return (version, [.. rows.Select(row => (row.KeyId, new KnownToken(
            row.TokenId,
            row.Hash,
            new Grant(row.TenantId, (TokenScopes)row.Scopes),
            row.ExpiresAt is { } expires ? new DateTimeOffset(expires, TimeSpan.Zero) : null)))]);
    }

    public Task UsedAsync(int[] tokenIds, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "UPDATE access_token SET last_used_at = @now WHERE token_id = ANY(@tokenIds)", new { tokenIds, now = time.GetUtcNow() }, cancellationToken);
}
