using System.Buffers.Binary;
using System.Net.Sockets;

namespace Correlator.Benchmarks.Load;

/// <summary>
/// An exporter's side of gRPC, cut down to what a load needs: one call at a time over a plaintext HTTP/2 connection (RFC 9113) of its own. It is there
/// because a general client takes half as much again to twice the processor for a small request, of the same cores as the server that is measured. What a
/// server may say and ours does not is an exception, never passed over.
/// </summary>
internal sealed class GrpcConnection : IDisposable
{
    private const byte EndStream = 1, Ack = 1, EndHeaders = 4, Padded = 8, Priority = 0x20;
    private const int HeaderTableSize = 1, EnablePush = 2;

    private readonly Socket _socket;
    private readonly Http2FrameReader _in;
    private readonly Http2FrameWriter _out;
    private readonly Http2SendWindows _windows = new();
    private int _received;
    private int _stream = -1;
    private bool _ended;
    private LoadAnswer _answer;

    public GrpcConnection(Uri server)
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        (_in, _out) = (new Http2FrameReader(_socket), new Http2FrameWriter(_socket));
        _socket.Connect(server.Host, server.Port);
        _socket.Send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);

        // Goes with the first call.
        _out.Add(Http2FrameType.Settings, 0, 0, [0, HeaderTableSize, 0, 0, 0, 0, 0, EnablePush, 0, 0, 0, 0]);
    }

    /// <param name="headers">From <see cref="GrpcHeaders.Call"/>.</param>
    /// <param name="message">With its prefix of five bytes.</param>
    public async ValueTask<LoadAnswer> CallAsync(byte[] headers, ReadOnlyMemory<byte> message)
    {
        (_stream, _ended, _answer) = (_stream + 2, false, default);
        _windows.BeginStream();
        _out.Add(Http2FrameType.Headers, EndHeaders, _stream, headers);
        while (!message.IsEmpty && !_ended)
        {
            var length = _windows.Take(message.Length);
            if (length == 0)
            {
                await ReceiveAsync();
                continue;
            }

            _out.Add(Http2FrameType.Data, length == message.Length ? EndStream : (byte)0, _stream, message.Span[..length]);
            message = message[length..];
            if (_out.IsFull)
            {
                await _out.FlushAsync();
            }
        }

        while (!_ended)
        {
            await ReceiveAsync();
        }

        return message.IsEmpty ? _answer : throw new InvalidDataException($"Answered before all was sent: {_answer}");
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask ReceiveAsync()
    {
        await _out.FlushAsync();
        await _in.FillAsync();
        while (_in.TryRead(out var frame))
        {
            Take(frame);
        }

        // What frames ask for is sent at once: the other side may be waiting for it.
        await _out.FlushAsync();
    }

    private void Take(ReceivedFrame frame)
    {
        switch (frame.Type)
        {
            case Http2FrameType.Headers when frame.Stream == _stream && (frame.Flags & (EndHeaders | Padded | Priority)) == EndHeaders:
                _answer = GrpcHeaders.Read(frame.Payload, _answer);
                _ended = (frame.Flags & EndStream) != 0;
                break;
            case Http2FrameType.Data when frame.Stream == _stream && (frame.Flags & Padded) == 0:
                _answer = _answer with { Length = _answer.Length + frame.Payload.Length };
                _ended = (frame.Flags & EndStream) != 0;
                Received(frame.Payload.Length);
                break;
            case Http2FrameType.WindowUpdate when frame.Stream == 0:
                _windows.WidenConnection(frame.Payload);
                break;
            case Http2FrameType.WindowUpdate when frame.Stream == _stream:
                _windows.WidenStream(frame.Payload);
                break;
            case Http2FrameType.WindowUpdate when frame.Stream < _stream:
                // Of a call that is over.
                break;
            case Http2FrameType.Settings:
                _windows.Settle(frame.Payload);
                Acknowledge(frame, []);
                break;
            case Http2FrameType.Ping:
                Acknowledge(frame, frame.Payload);
                break;
            case Http2FrameType.GoAway or Http2FrameType.Reset:
                var code = BinaryPrimitives.ReadInt32BigEndian(frame.Payload[(frame.Type == Http2FrameType.Reset ? 0 : 4)..]);
                throw new InvalidOperationException($"{frame.Type} of stream {frame.Stream} with error {code} during stream {_stream}.");
            default:
                throw new InvalidDataException($"{frame.Type} with flags {frame.Flags} of stream {frame.Stream} during stream {_stream}.");
        }
    }

    private void Acknowledge(ReceivedFrame frame, ReadOnlySpan<byte> payload)
    {
        if ((frame.Flags & Ack) == 0)
        {
            _out.Add(frame.Type, Ack, 0, payload);
        }
    }

    // Answers are a few bytes: the window of a stream never ends, that of the connection is filled when half of it is used.
    private void Received(int bytes)
    {
        _received += bytes;
        if (_received > Http2SendWindows.Default / 2)
        {
            Span<byte> more = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(more, _received);
            _out.Add(Http2FrameType.WindowUpdate, 0, 0, more);
            _received = 0;
        }
    }
}
