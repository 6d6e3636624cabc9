using System.Buffers;
using System.Text;
using Correlator.Storage.Blocks;

namespace Correlator.Storage.Sealing;

/// <summary>
/// Text whose hexadecimal ids stand apart, two digits a byte: no codec sees that 32 digits are 16 bytes, and ids are half of what telemetry is made of.
/// In the text that is left, <c>1 n</c> stands for <c>n</c> bytes of such digits, <c>2</c> for a UUID, and <c>3</c> before a byte that means itself.
/// </summary>
internal static class PackedText
{
    private const byte Digits = 1;
    private const byte Uuid = 2;
    private const byte Itself = 3;
    private const int UuidLength = 36;

    /// <summary>Shorter runs of digits are as likely words and numbers, and cost more apart than where they are.</summary>
    private const int FewestDigits = 8;
    private const int MostBytes = 255;

    private static readonly SearchValues<byte> LowerHex = SearchValues.Create("0123456789abcdef"u8);

    public static void Write(string text, ByteWriter packed, ByteWriter ids)
    {
        var utf8 = Encoding.UTF8.GetBytes(text).AsSpan();
        while (!utf8.IsEmpty)
        {
            if (IsUuid(utf8))
            {
                packed.Byte(Uuid);
                foreach (var part in (ReadOnlySpan<Range>)[0..8, 9..13, 14..18, 19..23, 24..36])
                {
                    WriteDigits(utf8[part], ids);
                }

                utf8 = utf8[UuidLength..];
            }
            else if (Math.Min(DigitsAt(utf8) / 2, MostBytes) is var bytes and >= FewestDigits / 2)
            {
                packed.Byte(Digits);
                packed.Byte((byte)bytes);
                WriteDigits(utf8[..(bytes * 2)], ids);
                utf8 = utf8[(bytes * 2)..];
            }
            else
            {
                if (utf8[0] is Digits or Uuid or Itself)
                {
                    packed.Byte(Itself);
                }

                packed.Byte(utf8[0]);
                utf8 = utf8[1..];
            }
        }
    }

    /// <summary>Reads one text, all of <paramref name="packed"/>, and what it takes of the ids.</summary>
    public static string Read(ReadOnlySpan<byte> packed, ref ByteReader ids)
    {
        var plain = new List<byte>(packed.Length);
        var reader = new ByteReader(packed);
        while (reader.Remaining > 0)
        {
            var next = reader.Byte();
            switch (next)
            {
                case Digits:
                    plain.AddRange(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(ids.Bytes(reader.Byte()))));
                    break;
                case Uuid:
                    plain.AddRange(Encoding.ASCII.GetBytes(new Guid(ids.Bytes(16), bigEndian: true).ToString()));
                    break;
                default:
                    plain.Add(next == Itself ? reader.Byte() : next);
                    break;
            }
        }

        return Encoding.UTF8.GetString([.. plain]);
    }

    /// <summary>Steps over what a text takes of the ids.</summary>
    public static void Skip(ReadOnlySpan<byte> packed, ref ByteReader ids)
    {
        var reader = new ByteReader(packed);
        while (reader.Remaining > 0)
        {
            switch (reader.Byte())
            {
                case Digits:
                    ids.Bytes(reader.Byte());
                    break;
                case Uuid:
                    ids.Bytes(16);
                    break;
                case Itself:
                    reader.Byte();
                    break;
            }
        }
    }

    private static void WriteDigits(ReadOnlySpan<byte> digits, ByteWriter ids)
    {
        Convert.FromHexString(digits, ids.Free(digits.Length / 2)[..(digits.Length / 2)], out _, out var written);
        ids.Advance(written);
    }

    private static bool IsUuid(ReadOnlySpan<byte> text) =>
        text.Length >= UuidLength && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-'
        && DigitsAt(text) == 8 && DigitsAt(text[9..]) == 4 && DigitsAt(text[14..]) == 4 && DigitsAt(text[19..]) == 4 && DigitsAt(text[24..]) >= 12;

    /// <summary>How many lower-case hexadecimal digits the text begins with.</summary>
    private static int DigitsAt(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExcept(LowerHex);
        return end < 0 ? text.Length : end;
    }
}
