using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>A document that is run defines operations and fragments alone.</summary>
internal sealed class ExecutableDefinitionsRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is DocumentNode document)
        {
            foreach (var definition in document.Definitions.Where(definition => definition is not ExecutableDefinitionNode))
            {
                var name = definition switch
                {
                    TypeDefinitionNode type => $"\"{type.Name.Value}\"",
                    DirectiveDefinitionNode directive => $"\"{directive.Name.Value}\"",
                    _ => "schema",
                };
                Report(context, $"The {name} definition is not executable.", definition);
            }
        }

        return false;
    }
}
