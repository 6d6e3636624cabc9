using System.Text;
using Correlator.Storage.Blocks;

namespace Correlator.Tests.Storage.Blocks;

public sealed class BloomFilterTests
{
    private const int Pairs = 2000;

    [Fact]
    public void MayContain_AddedPairs_AlwaysTrue()
    {
        var filter = Filled();

        Enumerable.Range(0, Pairs).ShouldAllBe(index => BloomFilter.MayContain(filter, Hash(index)));
    }

    [Fact]
    public void MayContain_OtherPairs_RarelyTrue()
    {
        var filter = Filled();

        var falsePositives = Enumerable.Range(Pairs, 20_000).Count(index => BloomFilter.MayContain(filter, Hash(index)));

        // 1.2 % expected at exactly 10 bits a pair; rounding the size up to a power of two only lowers it.
        falsePositives.ShouldBeLessThan(500);
    }

    private static byte[] Filled()
    {
        var filter = BloomFilter.Create(Pairs);
        for (var index = 0; index < Pairs; index++)
        {
            BloomFilter.Add(filter, Hash(index));
        }

        return filter;
    }

    private static ulong Hash(int index) => BloomFilter.Hash("app.order.id"u8, Encoding.UTF8.GetBytes($"ORD-{index}"));
}
