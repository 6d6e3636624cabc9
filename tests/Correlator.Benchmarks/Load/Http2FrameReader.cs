using System.Buffers.Binary;
using System.Net.Sockets;

namespace Correlator.Benchmarks.Load;

/// <summary>Takes frames from a socket, with as few receives as they come in.</summary>
internal sealed class Http2FrameReader(Socket socket)
{
    public const int HeadLength = 9;

    /// <summary>What a server may send to a client that announces no other limit.</summary>
    private const int MaxPayload = 16 << 10;

    private readonly byte[] _buffer = new byte[HeadLength + MaxPayload];
    private int _start;
    private int _end;

    /// <summary>Waits for more. All frames that are there must have been read before.</summary>
    public async ValueTask FillAsync()
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var received = await socket.ReceiveAsync(_buffer.AsMemory(_end));
        _end += received > 0 ? received : throw new EndOfStreamException("The server closed the connection.");
    }

    public bool TryRead(out ReceivedFrame frame)
    {
        frame = default;
        var there = _buffer.AsSpan(_start.._end);
        if (there.Length < HeadLength)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(there) >>> 8;
        if (length > MaxPayload)
        {
            throw new InvalidDataException($"The server sent a frame of {length} bytes.");
        }

        if (there.Length < HeadLength + length)
        {
            return false;
        }

        var stream = BinaryPrimitives.ReadInt32BigEndian(there[5..]) & int.MaxValue;
        frame = new((Http2FrameType)there[3], there[4], stream, there.Slice(HeadLength, length));
        _start += HeadLength + length;
        return true;
    }
}
