using Correlator.Storage.Blocks;

namespace Correlator.Storage.Sealing;

/// <summary>The columns of a sealed span block.</summary>
internal sealed class SealedSpanColumns() : SealedColumns(13)
{
    public ByteWriter Traces => this[0];
    public ByteWriter SpanIds => this[1];
    public ByteWriter Parents => this[2];

    /// <summary>Ids of spans and traces that are not in the block.</summary>
    public ByteWriter OtherIds => this[3];
    public ByteWriter Starts => this[4];
    public ByteWriter Durations => this[5];
    public ByteWriter Names => this[6];
    public ByteWriter Functions => this[7];
    public ByteWriter Resources => this[8];
    public ByteWriter Kinds => this[9];
    public ByteWriter Flags => this[10];
    public ByteWriter Attributes => this[11];

    /// <summary>Status message, trace state, events and links.</summary>
    public ByteWriter Rest => this[12];
}
