namespace Correlator.Storage.Access;

/// <summary>Who may send and ask: <c>Correlator:Auth</c>.</summary>
internal sealed class AuthOptions
{
    public const string Section = "Correlator:Auth";

    /// <summary>Whether every request needs a token, made by <c>correlator token create</c>. Without this, nothing may listen beyond loopback.</summary>
    public bool Required { get; set; }

    /// <summary>
    /// A token that needs no making: for the local tenant, with the scope ingest. When set, every request needs a token, this one or a made one.
    /// </summary>
    public string? Token { get; set; }

    /// <summary>
    /// Key of the hashes under which tokens are stored, 32 characters or more; empty: made once and kept in the database. Another key makes all tokens invalid.
    /// </summary>
    public string? HashKey { get; set; }

    /// <summary>Whether a request without a token is refused, rather than taken for the local tenant's.</summary>
    internal bool IsOn => Required || !string.IsNullOrEmpty(Token);
}
