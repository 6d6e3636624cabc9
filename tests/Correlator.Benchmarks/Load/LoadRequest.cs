using System.Buffers.Binary;
using System.Text;

namespace Correlator.Benchmarks.Load;

/// <summary>
/// A serialised request whose random ids are made anew for every sending, so that no two requests are the same and none compresses against another. Ids are
/// written with a mark in their first bytes and a number of their own in the next; the same id gets the same new bytes wherever it stands.
/// </summary>
internal sealed class LoadRequest
{
    private const uint Mark = 0xD1C2_B3A4;
    private static readonly byte[] MarkBytes = BitConverter.GetBytes(Mark);
    private static readonly byte[] MarkText = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(MarkBytes));

    private readonly byte[] _template;
    private readonly int[] _ids;
    private readonly int[] _texts;

    public LoadRequest(byte[] template)
    {
        _template = template;
        _ids = [.. Places(template, MarkBytes)];
        _texts = [.. Places(template, MarkText)];
    }

    public int Length => _template.Length;

    /// <param name="bytes">8 or 16.</param>
    public static byte[] Id(Random random, int bytes)
    {
        var id = new byte[bytes];
        random.NextBytes(id);
        MarkBytes.CopyTo(id, 0);
        return id;
    }

    /// <summary>A random id as programs put it into attributes: 32 digits, of which the first 16 are new in every sending.</summary>
    public static string Text(Random random) => Convert.ToHexStringLower(Id(random, 16));

    /// <summary>Writes the request as it is sent the <paramref name="number"/>th time.</summary>
    public void Write(Span<byte> body, ulong number)
    {
        _template.CopyTo(body);
        foreach (var place in _ids)
        {
            var id = body[place..];
            BinaryPrimitives.WriteUInt64LittleEndian(id, Fresh(BinaryPrimitives.ReadUInt32LittleEndian(id[4..]), number));
        }

        Span<byte> fresh = stackalloc byte[8];
        foreach (var place in _texts)
        {
            var text = body.Slice(place, 16);
            BinaryPrimitives.WriteUInt64LittleEndian(fresh, Fresh(BinaryPrimitives.ReadUInt32LittleEndian(text[8..]), number));
            Convert.TryToHexStringLower(fresh, text, out _);
        }
    }

    private static IEnumerable<int> Places(byte[] template, byte[] mark)
    {
        for (var at = 0; template.AsSpan(at).IndexOf(mark) is var found and >= 0; at += found + mark.Length)
        {
            yield return at + found;
        }
    }

    // SplitMix64's finaliser: as good as random, and the same again.
    private static ulong Fresh(uint id, ulong number)
    {
        var value = (number << 32) + id + 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
