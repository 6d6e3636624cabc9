namespace Correlator.Storage.Access;

internal static class TokenScopesExtensions
{
    public const TokenScopes All = TokenScopes.Ingest | TokenScopes.Read | TokenScopes.Operate | TokenScopes.Admin;

    private static readonly (TokenScopes Scope, string Name)[] Named =
    [
        (TokenScopes.Ingest, "ingest"),
        (TokenScopes.Read, "read"),
        (TokenScopes.Operate, "operate"),
        (TokenScopes.Admin, "admin"),
    ];

    public static bool Allow(this TokenScopes scopes, TokenScopes needed)
    {
        var allowed = scopes
            | (scopes.HasFlag(TokenScopes.Operate) ? TokenScopes.Read : TokenScopes.None)
            | (scopes.HasFlag(TokenScopes.Admin) ? All : TokenScopes.None);
        return (allowed & needed) == needed;
    }

    /// <summary>As people type them: <c>ingest</c>, <c>read</c>.</summary>
    public static IReadOnlyList<string> Names(this TokenScopes scopes) =>
        [.. Named.Where(scope => scopes.HasFlag(scope.Scope)).Select(scope => scope.Name)];

    public static TokenScopes? Parse(string name) => name.ToLowerInvariant() switch
    {
        "ingest" => TokenScopes.Ingest,
        "read" => TokenScopes.Read,
        "operate" => TokenScopes.Operate,
        "admin" => TokenScopes.Admin,
        _ => null,
    };
}
