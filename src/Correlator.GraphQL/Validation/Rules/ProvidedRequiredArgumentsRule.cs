using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Arguments that are required are given.</summary>
internal sealed class ProvidedRequiredArgumentsRule : ValidationRule
{
    public override void Leave(SyntaxNode node, ValidationContext context)
    {
        if (node is FieldNode field && context.State is { Field: { } definition, Parent: { } parent })
        {
            Check(Required(definition.Arguments.Values), field.Arguments, $"Argument of \"{parent}.{definition.Name}\"", node, context);
        }
        else if (node is DirectiveNode directive)
        {
            var name = directive.Name.Value;
            var required = context.OwnDirective(name) is { } own ? Required(own.Arguments)
                : context.Schema.Directives.GetValueOrDefault(name) is { } known ? Required(known.Arguments.Values)
                : [];
            Check(required, directive.Arguments, $"Directive \"@{name}\"", node, context);
        }
    }

    private static IEnumerable<(string Name, string? Type)> Required(IEnumerable<InputValue> arguments) => arguments
        .Where(argument => argument.IsRequired)
        .Select(argument => (argument.Name, argument.Type.ToString()));

    private static IEnumerable<(string Name, string? Type)> Required(IEnumerable<InputValueDefinitionNode> arguments) => arguments
        .Where(argument => argument is { Type: NonNullTypeNode, DefaultValue: null })
        .Select(argument => (argument.Name.Value, (string?)Printer.Print(argument.Type)));

    private void Check(
        IEnumerable<(string Name, string? Type)> required,
        IReadOnlyList<ArgumentNode> given,
        string owner,
        SyntaxNode node,
        ValidationContext context)
    {
        foreach (var (name, type) in required.Where(argument => given.All(found => found.Name.Value != argument.Name)))
        {
            Report(context, $"{owner}: \"{name}\" of type \"{type}\" is required, but it was not provided.", node);
        }
    }
}
