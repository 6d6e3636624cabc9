using System.Globalization;
using System.Text.Json;
using Correlator.Storage.Access;

namespace Correlator.Hosting.Cli;

/// <summary>Tokens as people and programs read them. The whole token stands in nothing but the answer to its making.</summary>
internal static class TokenReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Made(AccessToken token, string text) =>
        $"""
        Token {token.TokenId} of tenant {token.Tenant}{For(token)}: scope {Scopes(token)}, {End(token)}.

          {text}

        It is not shown again. Send it as "Authorization: Bearer TOKEN" or "x-api-key: TOKEN"{Use(token.Scopes, text)}
        """;

    private static string Use(TokenScopes scopes, string text) =>
        (scopes.Allow(TokenScopes.Ingest) ? $"; with OpenTelemetry's exporters:\n  OTEL_EXPORTER_OTLP_HEADERS=\"authorization=Bearer {text}\"" : "")
        + (scopes.Allow(TokenScopes.Read) ? $"; with the verb query:\n  CORRELATOR_TOKEN={text} correlator query DOCUMENT" : "");

    public static string List(IReadOnlyList<AccessToken> tokens, string keyId, DateTime now)
    {
        if (tokens.Count == 0)
        {
            return "There are no tokens. To make one: correlator token create --scope ingest --name WHAT-FOR";
        }

        string[][] rows = [["id", "token", "tenant", "scope", "state", "last used", "name"], .. tokens.Select(token => new[]
        {
            token.TokenId.ToString(CultureInfo.InvariantCulture),
            token.Prefix + "...",
            token.Tenant,
            Scopes(token),
            State(token, keyId, now),
            token.LastUsedAt is { } used ? Time(used) : "never",
            token.Name,
        })];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return string.Join('\n', rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }

    private static string For(AccessToken token) => token.Name.Length > 0 ? $", for {token.Name}" : "";

    private static string End(AccessToken token) => token.ExpiresAt is { } expires ? $"until {Time(expires)}" : "without end";

    public static string Json(AccessToken token, string text) =>
        JsonSerializer.Serialize(new SortedDictionary<string, object?>(Fields(token), StringComparer.Ordinal) { ["token"] = text }, Indented);

    public static string Json(IReadOnlyList<AccessToken> tokens) => JsonSerializer.Serialize(tokens.Select(Fields), Indented);

    private static Dictionary<string, object?> Fields(AccessToken token) => new()
    {
        ["id"] = token.TokenId,
        ["tenant"] = token.Tenant,
        ["name"] = token.Name,
        ["scopes"] = token.Scopes.Names(),
        ["prefix"] = token.Prefix,
        ["createdAt"] = token.CreatedAt,
        ["expiresAt"] = token.ExpiresAt,
        ["revokedAt"] = token.RevokedAt,
        ["lastUsedAt"] = token.LastUsedAt,
    };

    private static string State(AccessToken token, string keyId, DateTime now) =>
        token.RevokedAt is { } revoked ? $"revoked {Time(revoked)}"
        : token.ExpiresAt <= now ? $"expired {Time(token.ExpiresAt.Value)}"
        : token.KeyId != keyId ? "made under another Correlator:Auth:HashKey: not valid here"
        : token.ExpiresAt is { } expires ? $"until {Time(expires)}"
        : "valid";

    private static string Scopes(AccessToken token) => string.Join(',', token.Scopes.Names());

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
