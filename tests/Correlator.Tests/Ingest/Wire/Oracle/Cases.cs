using FsCheck;
using FsCheck.Fluent;

namespace Correlator.Tests.Ingest.Wire.Oracle;

/// <summary>Runs a property over random cases. A case is a seed and a size: FsCheck draws both, and shrinks the size.</summary>
internal static class Cases
{
    public const int Count = 300;
    private const int MaxSize = 6;

    public static void Check(Action<Random, int> property, int count = Count)
    {
        var cases =
            from seed in Gen.Choose(0, int.MaxValue)
            from size in Gen.Choose(0, MaxSize)
            select (Seed: seed, Size: size);
        var shrinkable = Arb.From(cases, drawn => Enumerable.Range(0, drawn.Size).Select(smaller => (drawn.Seed, smaller)));
        var holds = Prop.ForAll(shrinkable, drawn => property(new Random(drawn.Seed), drawn.Size));
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(count), holds);
    }
}
