using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Types that a document names are in the schema.</summary>
internal sealed class KnownTypeNamesRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is NamedTypeNode { Name.Value: var name } && !context.Schema.Types.ContainsKey(name) && !IsDefined(name, context.Document))
        {
            Report(context, $"Unknown type \"{name}\".", node);
        }

        return true;
    }

    private static bool IsDefined(string name, DocumentNode document) =>
        document.Definitions.OfType<TypeDefinitionNode>().Any(type => !type.IsExtension && type.Name.Value == name);
}
