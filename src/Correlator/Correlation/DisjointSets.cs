using Correlator.Telemetry;

namespace Correlator.Correlation;

/// <summary>Union-find over ids.</summary>
/// <param name="capacity">How many there may be, about.</param>
internal sealed class DisjointSets(int capacity)
{
    private readonly Dictionary<Guid, Guid> _parents = new(capacity, IdComparer.Instance);

    public Guid Find(Guid item)
    {
        if (!_parents.TryGetValue(item, out var parent))
        {
            _parents.Add(item, item);
            return item;
        }

        while (parent != item)
        {
            // Path halving keeps the trees flat without recursion.
            var grandparent = _parents[parent];
            _parents[item] = grandparent;
            item = grandparent;
            parent = _parents[item];
        }

        return item;
    }

    public void Union(Guid left, Guid right)
    {
        var (leftRoot, rightRoot) = (Find(left), Find(right));
        if (leftRoot != rightRoot)
        {
            _parents[leftRoot] = rightRoot;
        }
    }
}
