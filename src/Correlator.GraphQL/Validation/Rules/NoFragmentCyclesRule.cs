using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>No fragment contains itself.</summary>
internal sealed class NoFragmentCyclesRule : ValidationRule
{
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private readonly List<FragmentSpreadNode> _path = [];
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is FragmentDefinitionNode fragment)
        {
            Detect(fragment, context);
        }

        return node is DocumentNode;
    }

    private void Detect(FragmentDefinitionNode fragment, ValidationContext context)
    {
        if (!_visited.Add(fragment.Name.Value))
        {
            return;
        }

        _positions[fragment.Name.Value] = _path.Count;
        foreach (var spread in context.Spreads(fragment.SelectionSet))
        {
            _path.Add(spread);
            if (_positions.TryGetValue(spread.Name.Value, out var position))
            {
                var cycle = _path[position..];
                var via = string.Join(", ", cycle.SkipLast(1).Select(step => $"\"{step.Name.Value}\""));
                Report(context, $"Cannot spread fragment \"{spread.Name.Value}\" within itself{(via.Length > 0 ? " via " + via : "")}.", cycle);
            }
            else if (context.Fragments.TryGetValue(spread.Name.Value, out var next))
            {
                Detect(next, context);
            }

            _path.RemoveAt(_path.Count - 1);
        }

        _positions.Remove(fragment.Name.Value);
    }
}
