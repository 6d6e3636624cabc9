using System.Text;

namespace Correlator.Tests.Ingest.Fuzz;

/// <summary>Damages bytes: any bytes in any way, and texts and messages in those ways that their readers must expect of a hostile sender.</summary>
internal sealed class Mutator(Random random, bool isJson, byte[][] others)
{
    /// <summary>A few requests grow; none without end.</summary>
    private const int MaxLength = 1 << 20;
    private static readonly byte[] Odd = [0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF, (byte)'"', (byte)'\\', (byte)'{', (byte)'}', (byte)'[', (byte)']'];

    private static readonly byte[][] Lengths =
    [
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        [0xFF, 0xFF, 0xFF, 0xFF, 0x07],
        [0x80, 0x80, 0x80, 0x80, 0x10],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        [0x80, 0x00],
        [0x0B],
        [0x0C],
        [0x0E],
    ];

    private static readonly byte[][] JsonTokens =
    [
        .. new[]
        {
            "1e400", "-0", "18446744073709551616", "9223372036854775808", "-9223372036854775809", "1.7976931348623157e309", "0.1", "1e-400",
            "NaN", "\"NaN\"", "\"Infinity\"", "null", "true", "{}", "[]", "[[]]", "[null]", "{\"a\":{}}", "\"\"",
            "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\u00\"", "\"\\x\"", "\"\uFEFF\"",
            "\"00000000000000000000000000000000\"", "\"zz\"", "\"0\"", "\"-1\"", "\"1e3\"", "\"9999999999999999999999\"",
            "\"====\"", "\"A\"", "//", "/*", ",", ",,", ":",
        }.Select(Encoding.UTF8.GetBytes),
        [(byte)'"', 0xFF, (byte)'"'], [(byte)'"', 0xC3, (byte)'"'], [(byte)'"', 0xED, 0xA0, 0x80, (byte)'"'], [(byte)'"', 0x00, (byte)'"'],
    ];

    /// <summary>Half of them keep the lengths right that stand around the damaged place, so that what is within is read.</summary>
    public byte[] Mutate(byte[] body)
    {
        var at = random.Next(body.Length + 1);
        var damaged = (random.Next(2) == 0 ? random.Next(13) : isJson ? random.Next(13, 15) : random.Next(4) == 0 ? random.Next(3) : 15) switch
        {
            0 when body.Length > 0 => With(body, bytes => bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8))),
            1 when body.Length > 0 => With(body, bytes => bytes[random.Next(bytes.Length)] = Odd[random.Next(Odd.Length)]),
            2 when body.Length > 0 => With(body, bytes => random.NextBytes(bytes.AsSpan(Math.Min(at, bytes.Length - 1), 1))),
            3 => Splice(body, at, 0, Noise(random.Next(1, 16))),
            4 => Splice(body, at, random.Next(Math.Min(64, body.Length - at) + 1), []),
            5 => body[..at],
            6 => Splice(body, at, 0, Slice(body)),
            7 => Splice(body, at, random.Next(body.Length - at + 1), Slice(others[random.Next(others.Length)])),
            8 => Splice(body, at, random.Next(2), Lengths[random.Next(Lengths.Length)]),
            9 => [.. body, .. body],
            10 => Nested(body, at),
            11 => Splice(body, at, 0, Repeated(Slice(body), random.Next(1, 200))),
            12 => Splice(body, at, 0, Repeated([Odd[random.Next(Odd.Length)]], random.Next(1, 5000))),
            13 => Value(body, JsonTokens[random.Next(JsonTokens.Length)]),
            14 => Value(body, Nesting(random.Next(1, 3000))),
            _ => new ProtobufTree(random).Damage(body),
        };
        return damaged.Length > MaxLength ? damaged[..MaxLength] : damaged;
    }

    private static byte[] With(byte[] body, Action<byte[]> change)
    {
        var bytes = (byte[])body.Clone();
        change(bytes);
        return bytes;
    }

    private static byte[] Splice(byte[] body, int at, int removed, ReadOnlySpan<byte> inserted) =>
        [.. body.AsSpan(0, at), .. inserted, .. body.AsSpan(Math.Min(body.Length, at + removed))];

    private static byte[] Repeated(ReadOnlySpan<byte> part, int times)
    {
        times = part.Length == 0 ? 0 : Math.Min(times, MaxLength / part.Length);
        var repeated = new byte[part.Length * times];
        for (var index = 0; index < times; index++)
        {
            part.CopyTo(repeated.AsSpan(index * part.Length));
        }

        return repeated;
    }

    private static byte[] Nesting(int depth)
    {
        var nesting = new byte[depth * 2];
        nesting.AsSpan(0, depth).Fill((byte)'[');
        nesting.AsSpan(depth).Fill((byte)']');
        return nesting;
    }

    /// <summary>The rest of the body as a field within a field within a field of the same number.</summary>
    private byte[] Nested(byte[] body, int at)
    {
        byte[] inner = body[at..];
        for (var depth = random.Next(1, 60); depth > 0; depth--)
        {
            var length = new List<byte>();
            for (var left = inner.Length; ; left >>= 7)
            {
                length.Add((byte)((left & 0x7F) | (left > 0x7F ? 0x80 : 0)));
                if (left <= 0x7F)
                {
                    break;
                }
            }

            inner = [(byte)((random.Next(1, 15) << 3) | 2), .. length, .. inner];
        }

        return [.. body.AsSpan(0, at), .. inner];
    }

    /// <summary>Puts a token in the place of a JSON value: what stands between a colon and the next comma or bracket.</summary>
    private byte[] Value(byte[] body, byte[] token)
    {
        var from = body.AsSpan(random.Next(body.Length + 1)).IndexOf((byte)':');
        if (from < 0)
        {
            return Splice(body, random.Next(body.Length + 1), 0, token);
        }

        var start = body.AsSpan(0, body.Length).IndexOf((byte)':') is var first && random.Next(4) == 0 ? first + 1 : Math.Min(body.Length, from + 1);
        var length = body.AsSpan(start).IndexOfAny(",}]"u8);
        return Splice(body, start, length < 0 ? body.Length - start : length, token);
    }

    private byte[] Noise(int length)
    {
        var noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }

    private ReadOnlySpan<byte> Slice(byte[] body)
    {
        var from = random.Next(body.Length + 1);
        return body.AsSpan(from, random.Next(Math.Min(400, body.Length - from) + 1));
    }
}
