using Correlator.Detection;
using FsCheck;
using FsCheck.Fluent;

namespace Correlator.Tests.Detection;

public sealed class HysteresisTests
{
    private const int CalmToClose = 3;
    private const double Open = 10;
    private const double Close = 5;
    private static readonly Gen<double[]> Inside = Gen.Choose(50, 99).Select(tenths => tenths / 10.0).ArrayOf();
    private static readonly Gen<double[]> Calm = Gen.Choose(0, 49).Select(tenths => tenths / 10.0).ArrayOf();

    [Fact]
    public void Decide_ValuesWithinTheBand_NeverFlap() => Prop.ForAll(
        Arb.From(Inside),
        values =>
        {
            // Whatever a value between the thresholds does: what is closed stays closed, what is open stays open.
            Run(values).ShouldAllBe(change => change == FindingChange.None);
            Run([Open, .. values]).ShouldBe([FindingChange.Open, .. values.Select(_ => FindingChange.Update)]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decide_OneExcursion_OpensOnceAndClosesOnce() => Prop.ForAll(
        Arb.From(Excursion),
        values =>
        {
            double[] excursion = [.. values, .. Enumerable.Repeat(0.0, CalmToClose)];
            var changes = Run(excursion);
            changes.Count(change => change == FindingChange.Open).ShouldBe(1);
            changes.Count(change => change == FindingChange.Close).ShouldBe(1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decide_AnyValues_OpensAndClosesInTurns() => Prop.ForAll(
        Arb.From(Gen.Choose(0, 150).Select(tenths => tenths / 10.0).ArrayOf()),
        values =>
        {
            var turns = Run(values).Where(change => change is FindingChange.Open or FindingChange.Close).ToArray();
            for (var index = 0; index < turns.Length; index++)
            {
                turns[index].ShouldBe(index % 2 == 0 ? FindingChange.Open : FindingChange.Close);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decide_FewerCalmEvaluationsThanNeeded_KeepsItOpen() =>
        Run([Open, 0, 0, Close, 0, 0, 0]).ShouldBe(
        [
            FindingChange.Open,
            FindingChange.Calm,
            FindingChange.Calm,
            FindingChange.Update,
            FindingChange.Calm,
            FindingChange.Calm,
            FindingChange.Close,
        ]);

    [Fact]
    public void Decide_NothingOpenAndCalm_IsNothing() => Run([0, 0]).ShouldBe([FindingChange.None, FindingChange.None]);

    private static Gen<double[]> Trouble => Gen.Choose(100, 300).Select(tenths => new[] { tenths / 10.0 });

    private static Gen<double[]> ShortCalm => Calm.Select(values => values.Take(CalmToClose - 1).Append(Open).ToArray());

    /// <summary>From the first trouble on: trouble, values within the band, and calm spells too short to close.</summary>
    private static Gen<double[]> Excursion =>
        from spells in Gen.OneOf(Trouble, Inside, ShortCalm).ArrayOf()
        from quiet in Calm
        select (double[])[.. quiet, Open, .. spells.SelectMany(spell => spell)];

    /// <summary>What the store does to a finding, without a store.</summary>
    private static List<FindingChange> Run(IEnumerable<double> values)
    {
        var changes = new List<FindingChange>();
        Finding? open = null;
        foreach (var value in values)
        {
            var change = Hysteresis.Decide(open, At(value), CalmToClose);
            changes.Add(change);
            open = change switch
            {
                FindingChange.Open => new Finding
                {
                    FindingId = Guid.NewGuid(),
                    Kind = "test",
                    SubjectKind = "queue",
                    SubjectId = "1",
                    Severity = 1,
                    Since = DateTime.UnixEpoch,
                    Summary = "",
                    Numbers = "{}",
                },
                FindingChange.Update => open.ShouldNotBeNull() with { Calm = 0 },
                FindingChange.Calm => open.ShouldNotBeNull() with { Calm = open.Calm + 1 },
                FindingChange.Close => null,
                _ => open,
            };
        }

        return changes;
    }

    private static Evaluation At(double value) => new()
    {
        Kind = "test",
        Subject = Subject.Queue(1, "q"),
        IsTrouble = value >= Open,
        IsCalm = value < Close,
        Severity = Severity.Warning,
        Summary = "",
        Numbers = new Dictionary<string, double>(),
        Since = DateTime.UnixEpoch,
    };
}
