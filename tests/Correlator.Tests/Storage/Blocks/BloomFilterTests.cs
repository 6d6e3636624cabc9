using System.Text;
using Correlator.Storage.Blocks;

namespace Correlator.Tests.Storage.Blocks;

public sealed class BloomFilterTests
{
    private const int Pairs = 2000;

    public static TheoryData<byte[]> EmptyFilters => new(BloomFilter.Create(Pairs), BloomFilter.CreateTight(Pairs));

    [Theory]
    [MemberData(nameof(EmptyFilters))]
    public void MayContain_AddedPairs_AlwaysTrue(byte[] filter)
    {
        Fill(filter);

        Enumerable.Range(0, Pairs).ShouldAllBe(index => BloomFilter.MayContain(filter, Hash(index)));
    }

    [Theory]
    [MemberData(nameof(EmptyFilters))]
    public void MayContain_OtherPairs_RarelyTrue(byte[] filter)
    {
        Fill(filter);

        var falsePositives = Enumerable.Range(Pairs, 20_000).Count(index => BloomFilter.MayContain(filter, Hash(index)));

        // 1.2 % expected at exactly 10 bits a pair; rounding the size up to a power of two only lowers it.
        falsePositives.ShouldBeLessThan(500);
    }

    [Fact]
    public void CreateTight_Pairs_TenBitsForEach() => BloomFilter.CreateTight(Pairs).Length.ShouldBe(Pairs * 10 / 8);

    private static void Fill(byte[] filter)
    {
        for (var index = 0; index < Pairs; index++)
        {
            BloomFilter.Add(filter, Hash(index));
        }
    }

    private static ulong Hash(int index) => BloomFilter.Hash("app.order.id"u8, Encoding.UTF8.GetBytes($"ORD-{index}"));
}
