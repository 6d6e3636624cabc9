using Correlator.Storage.Blocks;

namespace Correlator.Storage.Sealing;

/// <summary>The columns of a sealed log block.</summary>
internal sealed class SealedLogColumns() : SealedColumns(11)
{
    public ByteWriter Traces => this[0];
    public ByteWriter SpanIds => this[1];
    public ByteWriter Times => this[2];
    public ByteWriter Observed => this[3];
    public ByteWriter Flags => this[4];
    public ByteWriter Severities => this[5];
    public ByteWriter SeverityTexts => this[6];
    public ByteWriter EventNames => this[7];
    public ByteWriter Functions => this[8];
    public ByteWriter Resources => this[9];
    public ByteWriter Attributes => this[10];
}
