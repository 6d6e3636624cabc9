using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Introspection does not follow lists in circles.</summary>
internal sealed class MaxIntrospectionDepthRule : ValidationRule
{
    private const int MaxLists = 3;
    private int _budget = 100_000;

    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is FieldNode { Name.Value: "__schema" or "__type" } && IsTooDeep(node, context, [], 0))
        {
            Report(context, "Maximum introspection depth exceeded", node);
            return false;
        }

        return true;
    }

    private bool IsTooDeep(SyntaxNode node, ValidationContext context, HashSet<string> open, int depth)
    {
        if (--_budget < 0)
        {
            return true;
        }

        switch (node)
        {
            case FragmentSpreadNode { Name.Value: var name }:
                if (!context.Fragments.TryGetValue(name, out var fragment) || !open.Add(name))
                {
                    return false;
                }

                var isTooDeep = IsTooDeep(fragment.SelectionSet, context, open, depth);
                open.Remove(name);
                return isTooDeep;
            case FieldNode { Name.Value: "fields" or "interfaces" or "possibleTypes" or "inputFields" } when ++depth >= MaxLists:
                return true;
            case FieldNode or InlineFragmentNode or SelectionSetNode:
                return node.Children.Any(child => child is SelectionNode or SelectionSetNode && IsTooDeep(child, context, open, depth));
            default:
                return false;
        }
    }
}
