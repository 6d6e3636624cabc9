using Correlator.Telemetry;

namespace Correlator.Tests.Telemetry;

public sealed class HashIndexTests
{
    private const int Many = 10_000;

    [Fact]
    public void TryNext_NothingAdded_FindsNothing()
    {
        using var index = new HashIndex();

        Find(index, 7).ShouldBeEmpty();
    }

    [Fact]
    public void TryNext_SomeOfOneHash_FindsThemInTheirOrder()
    {
        using var index = new HashIndex();
        index.Add(7, 1);
        index.Add(8, 2);
        index.Add(7, 3);

        Find(index, 7).ShouldBe([1, 3]);
        Find(index, 8).ShouldBe([2]);
    }

    [Fact]
    public void TryNext_ManyHashes_FindsEachAfterTheRoomGrew()
    {
        using var index = new HashIndex();
        for (var number = 0; number < Many; number++)
        {
            index.Add(HashOf(number), number);
        }

        index.Count.ShouldBe(Many);
        Enumerable.Range(0, Many).ShouldAllBe(number => Find(index, HashOf(number)).SequenceEqual(new[] { number }));
    }

    /// <summary>Of those in one place a few are kept, and to ask for any takes no more than these few steps.</summary>
    [Theory]
    [InlineData(1UL << 32)]
    [InlineData(0UL)]
    public void TryNext_AllInOnePlace_FindsAFew(ulong step)
    {
        using var index = new HashIndex();
        for (var number = 0; number < Many; number++)
        {
            index.Add(5 + (step * (ulong)number), number);
        }

        index.Count.ShouldBeInRange(16, 64);
        Find(index, 5).Count().ShouldBeLessThan(64);
        Find(index, 5).First().ShouldBe(0);
    }

    [Fact]
    public void Clear_ThenAdd_FindsOnlyWhatIsNew()
    {
        using var index = new HashIndex();
        index.Add(7, 1);
        index.Clear();
        index.Add(8, 2);

        Find(index, 7).ShouldBeEmpty();
        Find(index, 8).ShouldBe([2]);
    }

    [Fact]
    public void Dispose_ThenAdd_StartsAnew()
    {
        using var index = new HashIndex();
        index.Add(7, 1);
        index.Dispose();
        Find(index, 7).ShouldBeEmpty();
        index.Add(7, 2);

        Find(index, 7).ShouldBe([2]);
    }

    private static ulong HashOf(int number) => Hash64.Compute(BitConverter.GetBytes(number));

    private static IEnumerable<int> Find(HashIndex index, ulong hash)
    {
        for (var probe = 0; index.TryNext(hash, ref probe, out var value);)
        {
            yield return value;
        }
    }
}
