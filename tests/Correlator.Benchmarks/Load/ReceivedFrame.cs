namespace Correlator.Benchmarks.Load;

/// <summary>A frame in the buffer of its reader: valid until the next one is read.</summary>
internal readonly ref struct ReceivedFrame(Http2FrameType type, byte flags, int stream, ReadOnlySpan<byte> payload)
{
    public Http2FrameType Type { get; } = type;

    public byte Flags { get; } = flags;

    public int Stream { get; } = stream;

    public ReadOnlySpan<byte> Payload { get; } = payload;
}
