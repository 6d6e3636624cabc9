namespace Correlator.Tests.Architecture;

/// <summary>A top-level type; what is nested in it counts as itself.</summary>
internal readonly record struct TypeName(string Assembly, string Namespace, string Name)
{
    private const string Root = "Correlator";

    public bool IsOurs => Assembly == "correlator";

    /// <summary>The folder of the product that the type stands in; empty for Program and for what is not ours.</summary>
    public string Stage => IsOurs && Namespace.StartsWith(Root + ".", StringComparison.Ordinal) ? Namespace[(Root.Length + 1)..].Split('.')[0] : "";

    public override string ToString() => $"{Namespace}.{Name}";
}
