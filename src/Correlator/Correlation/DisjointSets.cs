namespace Correlator.Correlation;

/// <summary>Union-find over any values.</summary>
internal sealed class DisjointSets<T>
    where T : notnull
{
    private readonly Dictionary<T, T> _parents = [];

    public T Find(T item)
    {
        if (!_parents.TryGetValue(item, out var parent))
        {
            _parents.Add(item, item);
            return item;
        }

        while (!EqualityComparer<T>.Default.Equals(parent, item))
        {
            // Path halving keeps the trees flat without recursion.
            var grandparent = _parents[parent];
            _parents[item] = grandparent;
            item = grandparent;
            parent = _parents[item];
        }

        return item;
    }

    public void Union(T left, T right)
    {
        var (leftRoot, rightRoot) = (Find(left), Find(right));
        if (!EqualityComparer<T>.Default.Equals(leftRoot, rightRoot))
        {
            _parents[leftRoot] = rightRoot;
        }
    }
}
