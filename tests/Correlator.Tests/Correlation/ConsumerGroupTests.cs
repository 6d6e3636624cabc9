using Correlator.Correlation;
using Correlator.Tests.Correlation.Support;

namespace Correlator.Tests.Correlation;

/// <summary>Two groups that receive one record are two copies of it, not two attempts.</summary>
public sealed class ConsumerGroupTests
{
    [Fact]
    public void Resolve_TwoGroupsOnOneQueue_AreTwoMessagesOfOneJourney()
    {
        var journey = new Scenario()
            .Publish("A", "m")
            .Process("B", "m", at: 100).InGroup("billing")
            .Process("C", "m", at: 150, failed: true).InGroup("shipping")
            .Process("D", "m", at: 400).InGroup("shipping")
            .SingleJourney();

        journey.Messages.Count.ShouldBe(2);
        journey.Messages.Select(message => message.Attempts.Count).Order().ShouldBe([1, 2]);
        journey.Messages.ShouldAllBe(message => message.State == MessageState.Processed && message.PublishedAt == Scenario.At(0));
        journey.Messages.Select(message => message.MessageKey).Distinct().Count().ShouldBe(2);
        journey.Traces.Count.ShouldBe(4);
    }

    [Fact]
    public void Resolve_OneGroupFails_TheOtherIsDoneAllTheSame()
    {
        var journey = new Scenario()
            .Publish("A", "m")
            .Process("B", "m", at: 100).InGroup("billing")
            .Process("C", "m", at: 150, failed: true).InGroup("shipping")
            .SingleJourney();

        journey.Messages.Select(message => message.State).Order().ShouldBe([MessageState.Processed, MessageState.Failing]);
    }

    [Fact]
    public void Resolve_GroupsWithoutAPublish_AreStillOneJourney() =>
        new Scenario()
            .Process("B", "m", at: 100).InGroup("billing")
            .Process("C", "m", at: 150).InGroup("shipping")
            .SingleJourney().Messages.Count.ShouldBe(2);

    [Fact]
    public void Resolve_OneGroupTwice_IsARetry() =>
        new Scenario()
            .Publish("A", "m")
            .Process("B", "m", at: 100, failed: true).InGroup("billing")
            .Process("C", "m", at: 150).InGroup("billing")
            .SingleMessage().Attempts.Count.ShouldBe(2);

    [Fact]
    public void Resolve_AGroupAndOneThatIsNotTold_AreOneMessage() =>
        new Scenario()
            .Publish("A", "m")
            .Process("B", "m", at: 100, failed: true).InGroup("billing")
            .Process("C", "m", at: 150)
            .SingleMessage().Attempts.Count.ShouldBe(2);

    [Fact]
    public void Resolve_DeadLettersReadByAnotherGroup_AreOfTheMessage()
    {
        var message = new Scenario()
            .Publish("A", "m")
            .Process("B", "m", at: 100, failed: true).InGroup("billing")
            .ReceiveFromDeadLetters("C", "m", at: 200, from: "A").InGroup("undertakers")
            .SingleMessage();

        message.State.ShouldBe(MessageState.DeadLettered);
    }

    [Fact]
    public void Resolve_AnotherGroupComesLater_TheFirstKeepsItsIdentity()
    {
        var story = new Scenario().Publish("A", "m").Process("B", "m", at: 100).InGroup("billing");
        var before = story.SingleMessage().MessageKey;

        story.Process("C", "m", at: 150).InGroup("shipping").SingleJourney().Messages.Select(message => message.MessageKey).ShouldContain(before);
    }
}
