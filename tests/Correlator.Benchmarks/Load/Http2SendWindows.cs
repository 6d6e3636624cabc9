using System.Buffers.Binary;

namespace Correlator.Benchmarks.Load;

/// <summary>How much may be sent: by the server's settings and by both windows, of the connection and of the one stream under way.</summary>
internal sealed class Http2SendWindows
{
    public const int Default = (64 << 10) - 1;
    private const int InitialWindowSize = 4, MaxFrameSize = 5;

    private int _maxFrame = 16 << 10;
    private long _initial = Default;
    private long _connection = Default;
    private long _stream;

    public void BeginStream() => _stream = _initial;

    /// <summary>How much of so many bytes may be sent in a frame now; it counts as sent.</summary>
    public int Take(int bytes)
    {
        var taken = (int)Math.Max(0, Math.Min(Math.Min(bytes, _maxFrame), Math.Min(_stream, _connection)));
        (_stream, _connection) = (_stream - taken, _connection - taken);
        return taken;
    }

    public void WidenConnection(ReadOnlySpan<byte> update) => _connection += BinaryPrimitives.ReadInt32BigEndian(update);

    public void WidenStream(ReadOnlySpan<byte> update) => _stream += BinaryPrimitives.ReadInt32BigEndian(update);

    public void Settle(ReadOnlySpan<byte> settings)
    {
        for (; !settings.IsEmpty; settings = settings[6..])
        {
            var value = BinaryPrimitives.ReadInt32BigEndian(settings[2..]);
            switch (BinaryPrimitives.ReadInt16BigEndian(settings))
            {
                case InitialWindowSize:
                    (_stream, _initial) = (_stream + value - _initial, value);
                    break;
                case MaxFrameSize:
                    _maxFrame = Math.Min(value, Http2FrameWriter.MaxPayload);
                    break;
            }
        }
    }
}
