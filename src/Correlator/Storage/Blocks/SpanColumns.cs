namespace Correlator.Storage.Blocks;

/// <summary>The columns of a span block.</summary>
internal sealed class SpanColumns() : ColumnSet(11)
{
    public ByteWriter SpanIds => this[0];
    public ByteWriter Parents => this[1];
    public ByteWriter Starts => this[2];
    public ByteWriter Durations => this[3];
    public ByteWriter Names => this[4];
    public ByteWriter Resources => this[5];
    public ByteWriter Scopes => this[6];
    public ByteWriter Kinds => this[7];
    public ByteWriter Flags => this[8];
    public ByteWriter Attributes => this[9];
    public ByteWriter Rest => this[10];
}
