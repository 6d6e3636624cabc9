using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>A subscription has one field at its root, and none of introspection.</summary>
internal sealed class SingleFieldSubscriptionsRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is OperationDefinitionNode { Operation: OperationType.Subscription } operation
            && context.Schema.Roots.TryGetValue(OperationType.Subscription, out var root))
        {
            var fields = new OrderedDictionary<string, FieldNode>(StringComparer.Ordinal);
            Collect(operation.SelectionSet, root, context, fields, []);
            var who = operation.Name is null ? "Anonymous Subscription" : $"Subscription \"{operation.Name.Value}\"";
            if (fields.Count > 1)
            {
                Report(context, $"{who} must select only one top level field.", fields.Values.Skip(1));
            }

            foreach (var field in fields.Values.Where(field => field.Name.Value.StartsWith("__", StringComparison.Ordinal)))
            {
                Report(context, $"{who} must not select an introspection top level field.", field);
            }
        }

        return node is DocumentNode;
    }

    private static void Collect(
        SelectionSetNode set,
        ObjectType root,
        ValidationContext context,
        OrderedDictionary<string, FieldNode> into,
        HashSet<string> seen)
    {
        foreach (var selection in set.Selections.Where(selection => !selection.Directives.Any(IsExcluding)))
        {
            switch (selection)
            {
                case FieldNode field:
                    into.TryAdd(field.ResponseName, field);
                    break;
                case InlineFragmentNode inline when inline.TypeCondition is null || Applies(inline.TypeCondition, root, context):
                    Collect(inline.SelectionSet, root, context, into, seen);
                    break;
                case FragmentSpreadNode spread
                    when seen.Add(spread.Name.Value)
                    && context.Fragments.TryGetValue(spread.Name.Value, out var fragment)
                    && Applies(fragment.TypeCondition, root, context):
                    Collect(fragment.SelectionSet, root, context, into, seen);
                    break;
            }
        }
    }

    private static bool Applies(NamedTypeNode condition, ObjectType root, ValidationContext context) =>
        context.Schema.Find(condition) is { } type && root.IsSubTypeOf(type);

    private static bool IsExcluding(DirectiveNode directive) =>
        directive.Arguments.FirstOrDefault(argument => argument.Name.Value == "if")?.Value is BooleanValueNode condition
        && directive.Name.Value == (condition.Value ? "skip" : "include");
}
