namespace Correlator.Ingest.Policy;

/// <summary>What becomes of a value that a rule is about.</summary>
internal enum PolicyAction
{
    /// <summary>The value, or the part of it that the rule names, is replaced by <c>[redacted]</c>.</summary>
    Redact,

    /// <summary>It is replaced by a keyed hash: equal values stay equal, and nobody without the key finds out what they were.</summary>
    Hash,

    /// <summary>The attribute is left out.</summary>
    Drop,

    /// <summary>The key is left alone, by every rule that follows.</summary>
    Keep,
}
