using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation;

/// <summary>One rule of the specification, made anew for every document.</summary>
internal abstract class ValidationRule
{
    /// <summary>Sees a node before those below it; false keeps the rule from seeing these and the leaving.</summary>
    public virtual bool Enter(SyntaxNode node, ValidationContext context) => true;

    /// <summary>Sees a node after those below it.</summary>
    public virtual void Leave(SyntaxNode node, ValidationContext context)
    {
    }

    protected void Report(ValidationContext context, string message, params IEnumerable<SyntaxNode> nodes) =>
        context.Report(new GraphQLError(message, [.. nodes.Select(node => node.Location)]) { Rule = GetType().Name });

    /// <summary>Reports names that come twice.</summary>
    protected void ReportTwice(ValidationContext context, IEnumerable<NameNode> names, Func<string, string> message)
    {
        foreach (var group in names.GroupBy(name => name.Value, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
        {
            Report(context, message(group.Key), group);
        }
    }
}
