namespace Correlator.Telemetry.Batches;

/// <summary>The attributes of one record, in the order in which they came.</summary>
internal readonly ref struct AttributeRun(ReadOnlySpan<int> ids, ReadOnlySpan<AttributeRow> distinct)
{
    private readonly ReadOnlySpan<int> _ids = ids;
    private readonly ReadOnlySpan<AttributeRow> _distinct = distinct;

    public AttributeRow[] ToArray()
    {
        var rows = new AttributeRow[_ids.Length];
        for (var index = 0; index < rows.Length; index++)
        {
            rows[index] = _distinct[_ids[index]];
        }

        return rows;
    }

    public Enumerator GetEnumerator() => new(_ids, _distinct);

    public ref struct Enumerator(ReadOnlySpan<int> ids, ReadOnlySpan<AttributeRow> distinct)
    {
        private readonly ReadOnlySpan<int> _ids = ids;
        private readonly ReadOnlySpan<AttributeRow> _distinct = distinct;
        private int _index = -1;

        public readonly ref readonly AttributeRow Current => ref _distinct[_ids[_index]];

        public bool MoveNext() => ++_index < _ids.Length;
    }
}
