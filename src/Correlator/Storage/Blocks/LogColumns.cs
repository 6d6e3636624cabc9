namespace Correlator.Storage.Blocks;

/// <summary>The columns of a log block.</summary>
internal sealed class LogColumns() : ColumnSet(11)
{
    public ByteWriter SpanIds => this[0];
    public ByteWriter Times => this[1];
    public ByteWriter Observed => this[2];
    public ByteWriter Severities => this[3];
    public ByteWriter SeverityTexts => this[4];
    public ByteWriter EventNames => this[5];
    public ByteWriter Resources => this[6];
    public ByteWriter Scopes => this[7];
    public ByteWriter Bodies => this[8];
    public ByteWriter Attributes => this[9];
    public ByteWriter Flags => this[10];
}
