namespace Correlator.GraphQL.Execution;

/// <summary>A place of the answer that holds others.</summary>
public abstract class ResultNode
{
    private readonly ResultNode? _parent;
    private readonly int _index;
    private bool _isGone;

    private protected ResultNode(ResultNode? parent, int index, int size)
    {
        _parent = parent;
        _index = index;
        Values = size == 0 ? [] : new object?[size];
    }

    internal object?[] Values { get; }

    /// <summary>Whether null took the place of this or of what holds it.</summary>
    internal bool IsGone
    {
        get
        {
            for (var node = this; node is not null; node = node._parent)
            {
                if (node._isGone)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Whether a slot must not be null.</summary>
    internal abstract bool IsNonNull(int index);

    internal abstract object Segment(int index);

    /// <summary>Puts null in the place of this node, or of the nearest one above that may be null.</summary>
    internal void Vanish()
    {
        var node = this;
        while (true)
        {
            node._isGone = true;
            if (node._parent is not { } parent)
            {
                return;
            }

            parent.Values[node._index] = null;
            if (!parent.IsNonNull(node._index))
            {
                return;
            }

            node = parent;
        }
    }

    /// <summary>The names and positions that lead from the root to a slot.</summary>
    internal IReadOnlyList<object> PathTo(int index)
    {
        var length = 1;
        for (var node = this; node._parent is not null; node = node._parent)
        {
            length++;
        }

        var path = new object[length];
        var (at, slot) = (this, index);
        for (var i = length - 1; i >= 0; i--)
        {
            path[i] = at.Segment(slot);
            (at, slot) = (at._parent!, at._index);
        }

        return path;
    }

    /// <summary>Marks this node only: the caller goes on upwards.</summary>
    internal void MarkGone() => _isGone = true;
}
