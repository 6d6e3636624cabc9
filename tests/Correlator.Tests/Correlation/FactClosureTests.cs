using Correlator.Correlation;
using Correlator.Tests.Correlation.Support;

namespace Correlator.Tests.Correlation;

/// <summary>How much is gathered for news.</summary>
public sealed class FactClosureTests
{
    private static readonly JourneyRules Rules = new() { MaxTracesPerKey = 3 };

    [Fact]
    public void Arrive_NewsOfOneJourney_GathersThatAlone()
    {
        var world = World(new Scenario()
            .Invoke("A")
            .Invoke("B")
            .Link("B", "A")
            .Invoke("C"), out var scenario);

        world.Arrive([scenario.Invocations[1]]);

        world.LastExpanded.ShouldBe(2);
    }

    [Fact]
    public void Arrive_NewsOfOneInABatch_LeavesTheOthersOfThatBatchAlone()
    {
        var world = World(new Scenario()
            .Publish("A", "m1")
            .Publish("B", "m2")
            .Publish("C", "m3")
            .ProcessBatch("D", at: 9, ("m1", "A"), ("m2", "B"), ("m3", "C")), out var scenario);

        world.Arrive([scenario.Sightings[0]]);

        world.LastExpanded.ShouldBe(1);
        world.Journeys.Count.ShouldBe(3);
    }

    [Fact]
    public void Arrive_NewsOfABatch_GathersAllItsJourneys()
    {
        var world = World(new Scenario()
            .Publish("A", "m1")
            .Publish("B", "m2")
            .ProcessBatch("D", at: 9, ("m1", "A"), ("m2", "B")), out var scenario);

        world.Arrive([scenario.Sightings[^1]]);

        world.LastExpanded.ShouldBe(3);
    }

    [Fact]
    public void Arrive_KeyBeyondItsBound_IsSetAsideAndWhatItJoinedComesApart()
    {
        var scenario = new Scenario()
            .Invoke("A")
            .Invoke("B")
            .Invoke("C")
            .Invoke("D")
            .Key("k", "A", "B", "C", "D");
        var world = new CorrelatedWorld(Rules, new HashSet<int>(), Scenario.At(1000));
        world.Arrive([.. scenario.Invocations, .. scenario.Keys.Take(3).Cast<object>()]);
        world.Journeys.Count.ShouldBe(2);

        world.Arrive([scenario.Keys[3]]);

        world.Journeys.Count.ShouldBe(4);
        world.SetAside.ShouldHaveSingleItem().ShouldBe(Scenario.KeyHash("k"));
    }

    [Fact]
    public void Arrive_MessageIdOfTooManyTraces_IsSetAsideAndWhatItJoinedComesApart()
    {
        var scenario = new Scenario()
            .Process("A", "m", at: 1)
            .Process("B", "m", at: 2)
            .Process("C", "m", at: 3)
            .Process("D", "m", at: 4)
            .Process("E", "m", at: 5);
        var world = new CorrelatedWorld(new JourneyRules { MaxTracesPerMessage = 3 }, new HashSet<int>(), Scenario.At(1000));
        world.Arrive([.. scenario.Invocations.Take(3), .. scenario.Sightings.Take(3).Cast<object>()]);
        world.Journeys.Count.ShouldBe(1);

        world.Arrive([scenario.Invocations[3], scenario.Sightings[3]]);

        world.Journeys.Count.ShouldBe(4);
        world.SetAside.ShouldHaveSingleItem().ShouldBe(scenario.Sightings[0].MessageKey);
        world.Arrive([scenario.Invocations[4], scenario.Sightings[4]]);
        world.Journeys.Count.ShouldBe(5);
        world.LastExpanded.ShouldBe(1);
    }

    private static CorrelatedWorld World(Scenario told, out Scenario scenario)
    {
        scenario = told;
        var world = new CorrelatedWorld(Rules, new HashSet<int>(), Scenario.At(1000));
        world.Arrive([.. told.Invocations, .. told.Sightings, .. told.Links.Cast<object>(), .. told.Keys.Cast<object>()]);
        return world;
    }
}
