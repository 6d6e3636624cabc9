using Correlator.Storage.Blocks;
using Correlator.Storage.Sealing;
using Correlator.Tests.Ingest.Wire.Oracle;

namespace Correlator.Tests.Storage.Sealing;

public sealed class PackedTextTests
{
    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("an order", 8, 0)]
    [InlineData("5b8efff798038103d269b633813fc60c", 2, 16)]
    [InlineData("0a4d417b-7664-45a9-3909-0c7e0670d82e", 1, 16)]
    [InlineData("order 0a4d417b-7664-45a9-3909-0c7e0670d82e moved", 13, 16)]
    [InlineData("abcdef0", 7, 0)]
    [InlineData("abcdef012", 3, 4)]
    [InlineData("0A4D417B", 8, 0)]
    [InlineData("\u0001\u0002\u0003", 6, 0)]
    [InlineData("größer ✓", 12, 0)]
    internal void Write_Text_TakesTheseBytesAndComesBack(string text, int plain, int ids)
    {
        using var packed = new ByteWriter();
        using var digits = new ByteWriter();

        PackedText.Write(text, packed, digits);

        (packed.Length, digits.Length).ShouldBe((plain, ids));
        Read(packed, digits).ShouldBe(text);
    }

    [Fact]
    public void Write_RandomText_ComesBack() => Cases.Check((random, size) =>
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(12 * (size + 1))).Select(_ => random.Next(8) switch
        {
            0 => Guid.NewGuid().ToString(),
            1 => "\u0001",
            2 => "\u0003é",
            3 => random.NextInt64().ToString("x", System.Globalization.CultureInfo.InvariantCulture),
            _ => "abcdef0123456789-"[random.Next(17)].ToString(),
        }));
        using var packed = new ByteWriter();
        using var digits = new ByteWriter();

        PackedText.Write(text, packed, digits);

        Read(packed, digits).ShouldBe(text);
    });

    private static string Read(ByteWriter packed, ByteWriter digits)
    {
        var ids = new ByteReader(digits.Written);
        var skipped = new ByteReader(digits.Written);
        var text = PackedText.Read(packed.Written, ref ids);
        PackedText.Skip(packed.Written, ref skipped);
        (ids.Remaining, skipped.Remaining).ShouldBe((0, 0));
        return text;
    }
}
