using System.Collections;
using Correlator.GraphQL.Execution.Planning;

namespace Correlator.GraphQL.Execution;

/// <summary>A list of the answer.</summary>
public sealed class ResultList : ResultNode, IReadOnlyList<object?>
{
    private readonly ValuePlan _items;

    internal ResultList(ResultNode parent, int index, ValuePlan items, int size)
        : base(parent, index, size) => _items = items;

    /// <inheritdoc />
    public int Count => Values.Length;

    /// <inheritdoc />
    public object? this[int index] => Values[index];

    /// <inheritdoc />
    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)Values).GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override bool IsNonNull(int index) => _items.IsNonNull;

    internal override object Segment(int index) => index;
}
