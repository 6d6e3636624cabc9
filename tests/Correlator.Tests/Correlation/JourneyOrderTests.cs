using System.Text.Json;
using Correlator.Correlation;
using Correlator.Tests.Correlation.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Correlator.Tests.Correlation;

/// <summary>Whatever the order, the portions and the duplicates in which telemetry arrives: the same journeys.</summary>
public sealed class JourneyOrderTests
{
    private static readonly JourneyRules Rules = new() { MaxTracesPerKey = 3 };
    private static readonly DateTime Now = Scenario.At(1_200_000);
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(300);

    private static readonly Arbitrary<int> Seeds = Arb.From(Gen.Choose(0, int.MaxValue));

    [Fact]
    public void Arrive_AnyOrderPortionsAndDuplicates_GiveTheJourneysOfAllAtOnce() => Check.One(Many, Prop.ForAll(Seeds, Hold));

    /// <summary>Worlds that once came out differently.</summary>
    [Theory]
    [InlineData(1952001803)]
    [InlineData(898078654)]
    [InlineData(196956379)]
    [InlineData(1738085053)]
    [InlineData(1644658788)]
    [InlineData(160172919)]
    public void Arrive_WorldsThatOnceDiffered_GiveTheJourneysOfAllAtOnce(int seed) => Hold(seed);

    [Fact]
    public void Resolve_AnyWorld_GivesThePartitionOfANaiveRecount() => Check.One(Many, Prop.ForAll(Seeds, seed =>
    {
        var facts = AllAtOnce(RandomWorld.Make(new Random(seed)));
        var journeys = JourneyResolver.Resolve(facts, Rules, Now);

        var found = journeys.Select(journey => journey.Traces.Where(trace => !trace.IsShared).Select(trace => trace.TraceId));
        Lines(found).ShouldBe(Lines(NaivePartition.Of(facts)), $"seed {seed}");

        static string[] Lines(IEnumerable<IEnumerable<Guid>> parts) => [.. parts.Select(traces => string.Join(' ', traces.Order())).Order()];
    }));

    private static void Hold(int seed)
    {
        var scenario = RandomWorld.Make(new Random(seed));
        var expected = Text(JourneyResolver.Resolve(AllAtOnce(scenario), Rules, Now));
        for (var arrival = 0; arrival < 3; arrival++)
        {
            var world = new CorrelatedWorld(Rules, scenario.Facts.DeadLetterQueues, Now);
            foreach (var portion in RandomWorld.Arrivals(scenario, new Random(seed ^ (arrival * 7919))))
            {
                world.Arrive(portion);
            }

            var found = Text(world.Journeys);
            found.Except(expected).Concat(expected.Except(found)).ShouldBeEmpty($"seed {seed}, arrival {arrival}");
            found.Length.ShouldBe(expected.Length);
        }
    }

    /// <summary>The facts with hot keys left out, as many traces as a key may join being counted plainly.</summary>
    private static JourneyFacts AllAtOnce(Scenario scenario)
    {
        var hot = scenario.Keys
            .GroupBy(key => key.KeyHash)
            .Where(group => group.Select(key => key.TraceId).Distinct().Count() > Rules.MaxTracesPerKey)
            .Select(group => group.Key)
            .ToHashSet();
        return scenario.Facts with { Keys = [.. scenario.Keys.Where(key => !hot.Contains(key.KeyHash))] };
    }

    private static string Head(Journey journey) =>
        $"{journey.JourneyId} {journey.Status} {journey.StartedAt:O} {journey.EndedAt:O} {journey.DueAt:O} "
        + $"{journey.RootFunctionId} {journey.Errors} {journey.ColdStarts} {journey.Attempts}";

    /// <summary>A line for each part, so that a difference is told in few words.</summary>
    private static string[] Text(IReadOnlyList<Journey> journeys) =>
    [
        .. journeys.SelectMany(journey => new[] { Head(journey) }
            .Concat(journey.Traces.Select(trace => JsonSerializer.Serialize(trace)))
            .Concat(journey.Invocations.Select(invocation => JsonSerializer.Serialize(invocation)))
            .Concat(journey.Messages.Select(message => JsonSerializer.Serialize(message)))),
    ];
}
