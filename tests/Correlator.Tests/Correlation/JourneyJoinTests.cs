using Correlator.Correlation;
using Correlator.Tests.Correlation.Support;

namespace Correlator.Tests.Correlation;

/// <summary>What joins traces into one journey, and what does not.</summary>
public sealed class JourneyJoinTests
{
    [Fact]
    public void Resolve_OneTraceInTwoFunctions_IsOneJourney()
    {
        var journey = new Scenario()
            .Invoke("A", at: 0)
            .Invoke("A", at: 20, function: "billing")
            .SingleJourney();

        journey.JourneyId.ShouldBe(Scenario.Trace("A"));
        journey.Invocations.Count.ShouldBe(2);
        journey.StartedAt.ShouldBe(Scenario.At(0));
        journey.EndedAt.ShouldBe(Scenario.At(30));
    }

    [Fact]
    public void Resolve_NothingShared_AreTwoJourneys() => new Scenario()
        .Invoke("A")
        .Invoke("B")
        .Resolve().Count.ShouldBe(2);

    [Fact]
    public void Resolve_Link_Joins() => Own(new Scenario()
        .Invoke("A")
        .Invoke("B")
        .Link("B", "A")).ShouldBe(["A B"]);

    [Fact]
    public void Resolve_LinksToATraceThatNeverCame_JoinThoseWhoLink() =>
        Own(new Scenario().Invoke("B").Invoke("C").Link("B", "X").Link("C", "X")).ShouldBe(["B C"]);

    [Fact]
    public void Resolve_LinksOfABatch_AttachButDoNotJoin()
    {
        var journeys = new Scenario()
            .Invoke("A")
            .Invoke("B")
            .Invoke("C", at: 9)
            .Link("C", "A", inBatch: true)
            .Link("C", "B", inBatch: true)
            .Resolve();

        journeys.Select(journey => journey.JourneyId).ShouldBe([Scenario.Trace("A"), Scenario.Trace("B"), Scenario.Trace("C")]);
        journeys.Take(2).ShouldAllBe(journey => journey.Traces.Contains(new JourneyTrace(Scenario.Trace("C"), true, true)));
    }

    [Fact]
    public void Resolve_SameMessageIdOnTheSameQueue_Joins() => Own(new Scenario()
        .Publish("A", "m")
        .Process("B", "m", at: 10)).ShouldBe(["A B"]);

    [Fact]
    public void Resolve_SameMessageIdOnAnotherQueue_DoesNotJoin() =>
        Own(new Scenario().Publish("A", "m").Process("B", "m", at: 10, queue: "mails")).ShouldBe(["A", "B"]);

    [Fact]
    public void Resolve_CreationContextOfThePublish_Joins() =>
        Own(new Scenario()
            .Publish("A", "m", queue: "exchange")
            .Process("B", "m", at: 10, from: "A")).ShouldBe(["A B"]);

    [Fact]
    public void Resolve_CreationContextWithoutAPublish_Joins() => Own(new Scenario()
        .Invoke("A")
        .Process("B", "m", at: 10, from: "A")).ShouldBe(["A B"]);

    [Fact]
    public void Resolve_SharedKey_Joins() => Own(new Scenario()
        .Invoke("A")
        .Invoke("B")
        .Invoke("C")
        .Key("order-7", "A", "C")).ShouldBe(["A C", "B"]);

    [Fact]
    public void Resolve_EvidenceOfDifferentKinds_JoinsThroughAll() =>
        Own(new Scenario()
            .Publish("D", "m")
            .Process("C", "m", at: 10)
            .Link("B", "C")
            .Key("order-7", "A", "B")
            .Invoke("E")).ShouldBe(["A B C D", "E"]);

    [Fact]
    public void Resolve_MessageWithoutIdAndContext_JoinsNothing() => Own(new Scenario()
        .Process("A", "", at: 0)
        .Process("B", "", at: 5)).ShouldBe(["A", "B"]);

    [Fact]
    public void Resolve_BatchOfTwoPublishers_IsAttachedToEachAndGluesNone()
    {
        var journeys = new Scenario()
            .Invoke("A")
            .Invoke("B")
            .Publish("A", "m1")
            .Publish("B", "m2")
            .ProcessBatch("C", at: 50, ("m1", "A"), ("m2", "B"))
            .Resolve();

        journeys.Count.ShouldBe(2);
        journeys.ShouldAllBe(journey => journey.Traces.Contains(new JourneyTrace(Scenario.Trace("C"), true, false)) && journey.Messages.Count == 1);
        journeys[0].Messages[0].MessageId.ShouldBe("m1");
        journeys[1].Messages[0].MessageId.ShouldBe("m2");
    }

    [Fact]
    public void Resolve_BatchOfUnknownOrigin_IsAJourneyOfItsOwn()
    {
        var journey = new Scenario().ProcessBatch("C", at: 50, ("m1", null), ("m2", null)).SingleJourney();

        journey.Messages.Count.ShouldBe(2);
        journey.Traces.ShouldHaveSingleItem().IsShared.ShouldBeFalse();
    }

    [Fact]
    public void Resolve_PollerWithAnOriginOfItsOwn_KeepsItsJourneyAndIsAttached()
    {
        var journeys = new Scenario()
            .Invoke("A")
            .Publish("A", "m1")
            .Invoke("T", at: 1, function: "timer")
            .ProcessBatch("T", at: 5, ("m1", "A"), ("m2", null))
            .Resolve();

        journeys.Select(journey => journey.JourneyId).ShouldBe([Scenario.Trace("A"), Scenario.Trace("T")]);
        journeys[0].Traces.ShouldContain(new JourneyTrace(Scenario.Trace("T"), true, true));
    }

    [Fact]
    public void Resolve_WhatABatchPublishes_IsAJourneyThatTheBatchIsAttachedTo()
    {
        var journeys = new Scenario()
            .Publish("A", "m1")
            .ProcessBatch("B", at: 5, ("m1", "A"), ("m2", null))
            .Publish("B", "m3", at: 8)
            .Process("C", "m3", at: 20, from: "B")
            .Resolve();

        journeys.Select(journey => journey.JourneyId).ShouldBe([Scenario.Trace("A"), Scenario.Trace("C")]);
        journeys[1].Traces.ShouldContain(new JourneyTrace(Scenario.Trace("B"), true, false));
    }

    [Fact]
    public void Resolve_OnlyAKeyIsKnown_IsAJourneyOfThatMoment() =>
        new Scenario().Key("order-7", "A").SingleJourney().StartedAt.ShouldBe(Scenario.Start);

    [Fact]
    public void Resolve_LateLink_MergesTwoJourneysIntoTheSmallerId()
    {
        var scenario = new Scenario().Invoke("A").Invoke("B");
        scenario.Resolve().Count.ShouldBe(2);

        scenario.Link("A", "B").SingleJourney().JourneyId.ShouldBe(Scenario.Trace("A"));
    }

    /// <summary>The names of the traces that each journey has for its own.</summary>
    private static IEnumerable<string> Own(Scenario scenario)
    {
        static char Name(JourneyTrace trace) => (char)Convert.FromHexString(trace.TraceId.ToString("N"))[0];

        return scenario.Resolve().Select(journey => string.Join(' ', journey.Traces.Where(trace => !trace.IsShared).Select(Name)));
    }
}
