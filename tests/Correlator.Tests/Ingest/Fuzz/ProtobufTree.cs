namespace Correlator.Tests.Ingest.Fuzz;

/// <summary>Damages one field somewhere in a protobuf message and writes the lengths around it anew, so that everything else can still be read.</summary>
internal sealed class ProtobufTree(Random random)
{
    private const int MaxDepth = 12;
    private static readonly ulong[] Numbers = [0, 1, 2, 127, 128, int.MaxValue, uint.MaxValue, long.MaxValue, (ulong)long.MaxValue + 1, ulong.MaxValue];
    private static readonly byte[][] Contents =
    [
        [],
        [0],
        [0xFF],
        [0xC3],
        [0xED, 0xA0, 0x80],
        new byte[8],
        new byte[16],
        new byte[17],
        [.. Enumerable.Repeat((byte)'x', 5000)],
        [.. Enumerable.Repeat((byte)0x0A, 300)],
    ];

    /// <returns>The message as it was when it cannot be read.</returns>
    public byte[] Damage(byte[] message, int depth = 0)
    {
        if (Fields(message) is not { Count: > 0 } fields)
        {
            return message;
        }

        var (start, content, end, type) = fields[random.Next(fields.Count)];
        var before = message.AsSpan(0, start);
        var after = message.AsSpan(end);
        var field = message[start..end];
        if (type == 2 && depth < MaxDepth && random.Next(6) > 0)
        {
            // Deeper mostly: what a length-delimited field holds is a message, or text, which is damaged as a whole.
            var inner = Damage(message[content..end], depth + 1);
            var isUnchanged = inner.AsSpan().SequenceEqual(message.AsSpan(content, end - content));
            field = Content(Tag(message, start), isUnchanged ? Contents[random.Next(Contents.Length)] : inner);
            return [.. before, .. field, .. after];
        }

        byte[] damaged = random.Next(6) switch
        {
            0 => [],
            1 => [.. field, .. field],
            2 => Content((random.Next(1, 17) << 3) | 2, Contents[random.Next(Contents.Length)]),
            3 => [.. Varint((ulong)(random.Next(1, 17) << 3)), .. Varint(Numbers[random.Next(Numbers.Length)])],
            4 => [.. Varint((ulong)((random.Next(1, 17) << 3) | 1)), .. BitConverter.GetBytes(Numbers[random.Next(Numbers.Length)])],
            _ when type == 0 => [.. Varint((ulong)Tag(message, start)), .. Varint(Numbers[random.Next(Numbers.Length)])],
            _ when type == 1 => [.. Varint((ulong)Tag(message, start)), .. BitConverter.GetBytes(random.NextInt64())],
            _ => field[..^1],
        };
        return [.. before, .. damaged, .. after];
    }

    /// <summary>Where each field starts, where its content does, and where it ends; null when these bytes are no message.</summary>
    private static List<(int Start, int Content, int End, int Type)>? Fields(byte[] message)
    {
        var fields = new List<(int, int, int, int)>();
        for (var at = 0; at < message.Length;)
        {
            var start = at;
            if (!TryVarint(message, ref at, out var tag) || tag >> 3 is 0 or > 1000)
            {
                return null;
            }

            var content = at;
            switch (tag & 7)
            {
                case 0 when TryVarint(message, ref at, out _):
                    break;
                case 1:
                    at += 8;
                    break;
                case 2 when TryVarint(message, ref at, out var length) && length <= (ulong)(message.Length - at):
                    content = at;
                    at += (int)length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    return null;
            }

            if (at > message.Length)
            {
                return null;
            }

            fields.Add((start, content, at, (int)(tag & 7)));
        }

        return fields;
    }

    private static int Tag(byte[] message, int at) => TryVarint(message, ref at, out var tag) ? (int)tag : 0;

    private static byte[] Content(int tag, byte[] content) => [.. Varint((ulong)tag), .. Varint((ulong)content.Length), .. content];

    private static List<byte> Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7F; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return bytes;
    }

    private static bool TryVarint(byte[] message, ref int at, out ulong value)
    {
        value = 0;
        for (var shift = 0; at < message.Length && shift < 64; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
