using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>An argument is given once.</summary>
internal sealed class UniqueArgumentNamesRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        var arguments = (node as FieldNode)?.Arguments ?? (node as DirectiveNode)?.Arguments;
        if (arguments is { Count: > 1 })
        {
            ReportTwice(context, arguments.Select(argument => argument.Name), name => $"There can be only one argument named \"{name}\".");
        }

        return true;
    }
}
