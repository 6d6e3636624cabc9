namespace Correlator.Storage.Blocks;

/// <summary>The columns of a log block.</summary>
internal sealed class LogColumns : IDisposable
{
    private readonly ByteWriter[] _all = [.. Enumerable.Range(0, 11).Select(_ => new ByteWriter())];

    public ByteWriter SpanIds => _all[0];
    public ByteWriter Times => _all[1];
    public ByteWriter Observed => _all[2];
    public ByteWriter Severities => _all[3];
    public ByteWriter SeverityTexts => _all[4];
    public ByteWriter EventNames => _all[5];
    public ByteWriter Resources => _all[6];
    public ByteWriter Scopes => _all[7];
    public ByteWriter Bodies => _all[8];
    public ByteWriter Attributes => _all[9];
    public ByteWriter Flags => _all[10];

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
