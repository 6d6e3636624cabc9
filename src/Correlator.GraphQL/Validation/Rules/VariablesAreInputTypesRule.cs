using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Variables have input types.</summary>
internal sealed class VariablesAreInputTypesRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is VariableDefinitionNode variable && context.Schema.Find(variable.Type) is { IsInput: false })
        {
            Report(context, $"Variable \"${variable.Variable.Name.Value}\" cannot be non-input type \"{Printer.Print(variable.Type)}\".", variable.Type);
        }

        return true;
    }
}
