using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Correlator.IntegrationTests.Support;

/// <summary>An HTTP/2 connection spelled out frame by frame (RFC 9113), for what no client library lets one say.</summary>
internal sealed class Http2Connection : IDisposable
{
    public const byte Data = 0, Headers = 1, Reset = 3, Settings = 4, Ping = 6, GoAway = 7, WindowUpdate = 8;
    public const byte EndStream = 1, Ack = 1, EndHeaders = 4, Padded = 8;
    public const byte RefusedStream = 7, Cancel = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TcpClient _socket;
    private readonly NetworkStream _stream;
    private readonly Dictionary<int, string> _statuses = [];

    private Http2Connection(TcpClient socket, string authority)
    {
        (_socket, Authority) = (socket, authority);
        _stream = socket.GetStream();
    }

    public string Authority { get; }

    /// <summary>The settings that the server announced.</summary>
    public Dictionary<int, uint> ServerSettings { get; } = [];

    public static async Task<Http2Connection> OpenAsync(Uri address)
    {
        var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        var connection = new Http2Connection(socket, address.Authority);
        await connection._stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());

        // HEADER_TABLE_SIZE 0: the server's headers can be read without a memory.
        await connection.SendAsync(Settings, 0, 0, 0, 1, 0, 0, 0, 0);
        return connection;
    }

    public async Task SendAsync(byte type, byte flags, int stream, params byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        await _stream.WriteAsync(frame);
    }

    /// <summary>The headers of a call to the trace service.</summary>
    public Task BeginAsync(int stream, params (string Name, string Value)[] more)
    {
        (string, string)[] headers =
        [
            (":method", "POST"),
            (":scheme", "http"),
            (":path", GrpcCall.TraceExport),
            (":authority", Authority),
            ("content-type", "application/grpc"),
            ("te", "trailers"),
            .. more,
        ];
        var block = new List<byte>();
        foreach (var (name, value) in headers)
        {
            // A literal that is not indexed, with a new name (RFC 7541, section 6.2.2).
            block.Add(0);
            AddText(block, name);
            AddText(block, value);
        }

        return SendAsync(Headers, EndHeaders, stream, [.. block]);
    }

    public Task EndAsync(int stream, params byte[] data) => SendAsync(Data, EndStream, stream, data);

    /// <summary>The grpc-status of a call, or what became of it instead; answers of other calls that come before are kept.</summary>
    public async Task<string> StatusAsync(int stream)
    {
        while (!_statuses.ContainsKey(stream))
        {
            var frame = await ReadAsync();
            if (frame.Type == Headers && GrpcStatus(frame.Payload) is { } status)
            {
                _statuses[frame.Stream] = status;
            }
            else if (frame.Type == Headers && (frame.Flags & EndStream) != 0)
            {
                _statuses[frame.Stream] = "no grpc-status";
            }
            else if (frame.Type == Reset)
            {
                _statuses.TryAdd(frame.Stream, $"reset {frame.Payload[3]}");
            }
            else if (frame.Type == GoAway)
            {
                return $"go away {frame.Payload[7]}";
            }
        }

        return _statuses[stream];
    }

    public async Task<Http2Frame> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var head = new byte[9];
        await _stream.ReadExactlyAsync(head, patience.Token);
        var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(head) >> 8];
        await _stream.ReadExactlyAsync(payload, patience.Token);
        var frame = new Http2Frame(head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload);
        if (frame is { Type: Settings, Flags: 0 })
        {
            for (var at = 0; at < payload.Length; at += 6)
            {
                ServerSettings[BinaryPrimitives.ReadUInt16BigEndian(payload.AsSpan(at))] = BinaryPrimitives.ReadUInt32BigEndian(payload.AsSpan(at + 2));
            }

            await SendAsync(Settings, Ack, 0);
        }

        return frame;
    }

    public void Dispose() => _socket.Dispose();

    private static string? GrpcStatus(byte[] block)
    {
        var name = "grpc-status"u8;
        var at = block.AsSpan().IndexOf(name);
        return at < 0 ? null : Encoding.ASCII.GetString(block, at + name.Length + 1, block[at + name.Length]);
    }

    private static void AddText(List<byte> block, string text)
    {
        // Seven bits of length, more behind them (RFC 7541, section 5.1); no Huffman code.
        var length = text.Length;
        block.Add((byte)Math.Min(length, 127));
        if (length >= 127)
        {
            for (length -= 127; length >= 128; length >>= 7)
            {
                block.Add((byte)(0x80 | length));
            }

            block.Add((byte)length);
        }

        block.AddRange(Encoding.ASCII.GetBytes(text));
    }
}
