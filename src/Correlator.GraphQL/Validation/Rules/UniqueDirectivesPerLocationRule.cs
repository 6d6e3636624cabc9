using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>A directive that may not repeat stands once at its place.</summary>
internal sealed class UniqueDirectivesPerLocationRule : ValidationRule
{
    private readonly Dictionary<string, HashSet<string>> _ofTypes = new(StringComparer.Ordinal);

    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        DirectiveNode[] directives = [.. node.Children.OfType<DirectiveNode>()];
        if (directives.Length == 0)
        {
            return true;
        }

        // The definition of a type and its extensions are one place.
        var owner = node is TypeDefinitionNode type ? type.Name.Value : node is SchemaDefinitionNode ? "" : null;
        var seen = owner is null ? new HashSet<string>(StringComparer.Ordinal)
            : _ofTypes.TryGetValue(owner, out var known) ? known
            : _ofTypes[owner] = new HashSet<string>(StringComparer.Ordinal);
        foreach (var directive in directives)
        {
            var name = directive.Name.Value;
            var isUnique = context.OwnDirective(name) is { } definition
                ? !definition.IsRepeatable
                : context.Schema.Directives.GetValueOrDefault(name) is { IsRepeatable: false };
            if (isUnique && !seen.Add(name))
            {
                Report(context, $"The directive \"@{name}\" can only be used once at this location.", directive);
            }
        }

        return true;
    }
}
