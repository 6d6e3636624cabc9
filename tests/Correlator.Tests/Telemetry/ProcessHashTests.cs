using Correlator.Telemetry;
using Correlator.Telemetry.Facts;

namespace Correlator.Tests.Telemetry;

/// <summary>Ids and bytes that are made to have one hash everywhere else have as many hashes here as there are of them, or nearly so.</summary>
public sealed class ProcessHashTests
{
    /// <summary>Of so many at most a few meet by chance among 2^32 hashes.</summary>
    private const int Many = 10_000;
    private static readonly ulong[] Twice = [.. Enumerable.Range(1, Many).Select(number => (ulong)number * 0x1_0000_0001)];

    [Fact]
    public void GetHashCode_TracesWhoseHalvesAreAlike_Differs()
    {
        Twice.Select(low => new TraceId(1, low).ToGuid().GetHashCode()).Distinct().Count().ShouldBe(1);

        ShouldDiffer(Twice.Select(low => new TraceId(1, low).GetHashCode()));
    }

    [Fact]
    public void GetHashCode_SpansWhoseHalvesAreAlike_Differs()
    {
        Twice.Select(value => value.GetHashCode()).Distinct().Count().ShouldBe(1);

        ShouldDiffer(Twice.Select(value => new SpanId(value).GetHashCode()));
        ShouldDiffer(Twice.Select(value => new SpanRef(Guid.Empty, (long)value).GetHashCode()));
        ShouldDiffer(Twice.Select(low => new SpanRef(new TraceId(1, low).ToGuid(), 7).GetHashCode()));
    }

    [Fact]
    public void Compare_GuidsWhosePartsCancelOut_Differs() =>
        ShouldDiffer(Twice.Select(low => IdComparer.Instance.GetHashCode(new TraceId(1, low).ToGuid())));

    [Fact]
    public void Compute_BytesThatBeginWithAConstantOfTheStoredHash_Differs()
    {
        byte[][] crafted = [.. Twice.Select(end => (byte[])[.. BitConverter.GetBytes(0xe7037ed1a0b428db), .. BitConverter.GetBytes(end)])];
        crafted.Select(bytes => Hash64.Compute(bytes)).Distinct().Count().ShouldBe(1);

        crafted.Select(bytes => ProcessHash.Compute(bytes)).Distinct().Count().ShouldBe(Many);
        crafted.Select(bytes => ProcessHash.Compute128(bytes)).Distinct().Count().ShouldBe(Many);
    }

    [Fact]
    public void Compute_EveryLengthAndByte_Differs()
    {
        var hashes = new HashSet<ulong>();
        for (var length = 1; length <= 64; length++)
        {
            for (var at = 0; at < length; at++)
            {
                var bytes = new byte[length];
                bytes[at] = 1;
                hashes.Add(ProcessHash.Compute(bytes)).ShouldBeTrue($"{length} bytes with a 1 at {at}");
                ProcessHash.Compute(bytes).ShouldBe(ProcessHash.Compute([.. bytes]));
            }
        }
    }

    private static void ShouldDiffer(IEnumerable<int> hashes) => hashes.Distinct().Count().ShouldBeGreaterThan(Many - 10);
}
