using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Arguments are those of their field or directive.</summary>
internal sealed class KnownArgumentNamesRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is DirectiveNode directive)
        {
            var name = directive.Name.Value;
            var known = context.OwnDirective(name)?.Arguments.Select(argument => argument.Name.Value)
                ?? context.Schema.Directives.GetValueOrDefault(name)?.Arguments.Keys;
            foreach (var argument in directive.Arguments.Where(argument => known?.Contains(argument.Name.Value) == false))
            {
                Report(context, $"Unknown argument \"{argument.Name.Value}\" on directive \"@{name}\".", argument);
            }
        }
        else if (node is FieldNode field && context.State is { Field: { } definition, Parent: { } parent })
        {
            foreach (var argument in field.Arguments.Where(argument => !definition.Arguments.ContainsKey(argument.Name.Value)))
            {
                Report(context, $"Unknown argument \"{argument.Name.Value}\" on field \"{parent}.{definition.Name}\".", argument);
            }
        }

        return true;
    }
}
