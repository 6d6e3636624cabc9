namespace Correlator.GraphQL.Types;

/// <summary>A schema that is none; the message has all reasons.</summary>
public sealed class SchemaException(IReadOnlyList<string> reasons) : Exception(string.Join("\n", reasons))
{
    /// <summary>What is wrong, one sentence each.</summary>
    public IReadOnlyList<string> Reasons => reasons;
}
