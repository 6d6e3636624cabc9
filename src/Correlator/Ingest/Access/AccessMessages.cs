using Correlator.Storage.Access;

namespace Correlator.Ingest.Access;

/// <summary>What those hear who are refused: what to do, and nothing of what was wrong with what they showed.</summary>
internal static class AccessMessages
{
    private const string Headers = "as 'Authorization: Bearer TOKEN' or 'x-api-key: TOKEN'";

    public static string Of(AccessVerdict verdict, TokenScopes needed, string how = Headers) => verdict == AccessVerdict.Forbidden
        ? $"The token that was shown does not have the scope {Name(needed)}. Use one that has; 'correlator token create --scope {Name(needed)}' makes one."
        : $"No valid token was shown. Send one {how}; 'correlator token create --scope {Name(needed)}' makes one.";

    public static string Name(TokenScopes needed) => string.Join(' ', needed.Names());
}
