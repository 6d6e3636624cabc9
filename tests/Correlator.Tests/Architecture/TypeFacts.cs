namespace Correlator.Tests.Architecture;

/// <summary>What one of the product's types uses: every type named in its signatures, attributes and code, and every text in it.</summary>
internal sealed record TypeFacts(TypeName Type, IReadOnlySet<TypeName> Uses, IReadOnlyList<string> Texts);
