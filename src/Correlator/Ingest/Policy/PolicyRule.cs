namespace Correlator.Ingest.Policy;

/// <summary>One rule as it is configured: what it is about, by <see cref="Key"/> or by <see cref="Value"/>, and what becomes of it.</summary>
internal sealed class PolicyRule
{
    /// <summary>What the rule is called in metrics and logs.</summary>
    public string Name { get; set; } = "";

    public PolicyAction Action { get; set; }

    /// <summary>Attribute keys, with <c>*</c> for anything; letter case, <c>-</c> and <c>_</c> make no difference.</summary>
    public string? Key { get; set; }

    /// <summary>A regular expression over values. A group named <c>secret</c> is the part that is replaced; without one it is the whole match.</summary>
    public string? Value { get; set; }

    /// <summary>
    /// Words of which one stands in every value that <see cref="Value"/> matches (letter case makes no difference): values without any are not looked at.
    /// </summary>
    public string[] Contains { get; set; } = [];
}
