namespace Correlator.Storage.Blocks;

/// <summary>The columns of a block while it is written: like beside like compresses best.</summary>
internal abstract class ColumnSet(int count) : IDisposable
{
    private readonly ByteWriter[] _all = [.. Enumerable.Range(0, count).Select(_ => new ByteWriter())];

    protected ByteWriter this[int column] => _all[column];

    public void Clear() => Array.ForEach(_all, column => column.Clear());

    public void WriteTo(ByteWriter payload) => Array.ForEach(_all, column => payload.Text(column.Written));

    public void Dispose() => Array.ForEach(_all, column => column.Dispose());
}
