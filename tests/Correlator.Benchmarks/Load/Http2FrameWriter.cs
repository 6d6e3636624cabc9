using System.Buffers.Binary;
using System.Net.Sockets;

namespace Correlator.Benchmarks.Load;

/// <summary>Gathers frames in one buffer, so that what belongs together goes to the socket in one send.</summary>
internal sealed class Http2FrameWriter(Socket socket)
{
    /// <summary>The payload of the largest frame that is sent: what our server takes at most.</summary>
    public const int MaxPayload = 64 << 10;

    private const int HeadLength = Http2FrameReader.HeadLength;
    private byte[] _buffer = new byte[HeadLength + MaxPayload];
    private int _used;

    /// <summary>Whether so much has been gathered that it should be sent before more is.</summary>
    public bool IsFull => _used > MaxPayload / 2;

    public void Add(Http2FrameType type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var end = _used + HeadLength + payload.Length;
        if (end > _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * end);
        }

        var frame = _buffer.AsSpan(_used..end);
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = ((byte)type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame[5..], stream);
        payload.CopyTo(frame[HeadLength..]);
        _used = end;
    }

    public async ValueTask FlushAsync()
    {
        for (var sent = 0; sent < _used;)
        {
            sent += await socket.SendAsync(_buffer.AsMemory(sent.._used));
        }

        _used = 0;
    }
}
