namespace Correlator.Storage.Blocks;

/// <summary>The columns of a span block: like beside like compresses best.</summary>
internal sealed class SpanColumns : IDisposable
{
    private readonly ByteWriter[] _all = [.. Enumerable.Range(0, 11).Select(_ => new ByteWriter())];

    public ByteWriter SpanIds => _all[0];
    public ByteWriter Parents => _all[1];
    public ByteWriter Starts => _all[2];
    public ByteWriter Durations => _all[3];
    public ByteWriter Names => _all[4];
    public ByteWriter Resources => _all[5];
    public ByteWriter Scopes => _all[6];
    public ByteWriter Kinds => _all[7];
    public ByteWriter Flags => _all[8];
    public ByteWriter Attributes => _all[9];
    public ByteWriter Rest => _all[10];

    public void Clear()
    {
        foreach (var column in _all)
        {
            column.Clear();
        }
    }

    public void WriteTo(ByteWriter payload)
    {
        foreach (var column in _all)
        {
            payload.Text(column.Written);
        }
    }

    public void Dispose()
    {
        foreach (var column in _all)
        {
            column.Dispose();
        }
    }
}
