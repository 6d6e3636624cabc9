namespace Correlator.Storage.Tenants;

/// <summary>An isolated customer or environment: what one sends, no other sees.</summary>
/// <param name="RequestsPerSecond">Null: what the configuration says for all; 0: no limit. So with the other limits.</param>
internal sealed record Tenant(int TenantId, string Name, DateTime CreatedAt, int? RequestsPerSecond, long? BytesPerSecond, long? BytesPerMonth)
{
    /// <summary>Whose telemetry comes without a token.</summary>
    public const int Local = 1;

    public const string LocalName = "local";
    private const int MaxNameLength = 63;

    /// <summary>Lower-case letters, digits and hyphens; a name can stand in a URL, a label and a command line as it is.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= MaxNameLength && text[0] != '-' && text.All(IsOfName);

    private static bool IsOfName(char character) => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-';
}
