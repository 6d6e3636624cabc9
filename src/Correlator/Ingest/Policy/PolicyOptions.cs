namespace Correlator.Ingest.Policy;

/// <summary>What is kept out of the store: <c>Correlator:Ingest:Policy</c>.</summary>
internal sealed class PolicyOptions
{
    public const string Section = "Correlator:Ingest:Policy";

    /// <summary>Whether the rules that come with the server, which redact what looks like credentials, hold after the configured ones.</summary>
    public bool BuiltInRules { get; set; } = true;

    /// <summary>
    /// Rules by <c>Key</c> or by <c>Value</c> (see the page on ingest): <c>Rules:0:Name</c>, <c>Rules:0:Action</c> (Redact, Hash, Drop, Keep) and so
    /// on. Of rules by key the first that matches counts.
    /// </summary>
    public List<PolicyRule> Rules { get; set; } = [];

    /// <summary>
    /// Key of the keyed hash, 32 characters or more; empty: made once and kept in the data folder. Servers that share a database need the same one.
    /// </summary>
    public string? HashKey { get; set; }

    /// <summary>How long one rule may take over one value. After that the whole value is redacted.</summary>
    public TimeSpan MatchTimeout { get; set; } = TimeSpan.FromMilliseconds(250);
}
