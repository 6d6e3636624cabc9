using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Correlator.GraphQL;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Types;

namespace Correlator.Tests.GraphQL.Execution;

public sealed class SubscriptionTests
{
    private readonly Channel<object?> _events = Channel.CreateUnbounded<object?>();
    private readonly Schema _schema = SchemaBuilder.FromSdl(
        """
        type Query { a: Int }
        type Subscription { number(by: Int = 2): Int plain: Int must: Int! refused: Int }
        """);
    private readonly GraphQLExecutor _executor;

    public SubscriptionTests()
    {
        var root = (ObjectType)_schema.Types["Subscription"];
        foreach (var field in new[] { "number", "plain", "must" })
        {
            root.Subscribe(field, context => new(_events.Reader.ReadAllAsync(context.CancellationToken)));
        }

        root.Subscribe("refused", _ => throw new GraphQLException("not you"));
        root.Resolve("number", context => new(context.Parent<int>() * context.Argument<int>("by")));
        _executor = new GraphQLExecutor(_schema, new GraphQLOptions { MaxSubscriptions = 1 });
    }

    [Theory]
    [InlineData("subscription { number(by: 3) }", new[] { "{'data':{'number':3}}", "{'data':{'number':6}}" })]
    [InlineData("subscription { plain }", new[] { "{'data':{'plain':1}}", "{'data':{'plain':2}}" })]
    public async Task Subscribe_Events_AreAnsweredOneByOne(string document, string[] expected)
    {
        await using var subscription = await OpenAsync(document);
        await _events.Writer.WriteAsync(1);
        await _events.Writer.WriteAsync(2);
        _events.Writer.Complete();

        (await ReadAsync(subscription)).ShouldBe(expected);
    }

    [Fact]
    public async Task Subscribe_EventThatFails_IsAnsweredAndTheStreamGoesOn()
    {
        await using var subscription = await OpenAsync("subscription { must }");
        await _events.Writer.WriteAsync(null);
        await _events.Writer.WriteAsync(2);
        _events.Writer.Complete();

        (await ReadAsync(subscription)).ShouldBe(
        [
            Answers.WithError("Cannot return null for non-nullable field Subscription.must.", column: 16, path: "'must'", data: "null"),
            "{'data':{'must':2}}",
        ]);
    }

    [Fact]
    public async Task Subscribe_StreamThatBreaksOff_EndsWithARequestError()
    {
        await using var subscription = await OpenAsync("subscription { plain }");
        _events.Writer.Complete(new GraphQLException("gone"));

        (await ReadAsync(subscription)).ShouldBe(["{'errors':[{'message':'gone','locations':[{'line':1,'column':16}],'path':['plain']}]}"]);
    }

    [Fact]
    public async Task Subscribe_Refused_IsARequestErrorAndTakesNoPlace()
    {
        var result = (await _executor.ExecuteAsync(new GraphQLRequest("subscription { refused }"), Answers.NoServices)).ShouldBeOfType<QueryResult>();

        (result.Failure, result.Errors[0].Message, _executor.Subscriptions).ShouldBe((RequestFailure.Subscription, "not you", 0));
    }

    [Fact]
    public async Task Subscribe_MoreThanAllowed_IsRefusedUntilOneEnds()
    {
        var first = await OpenAsync("subscription { plain }");

        var second = await _executor.ExecuteAsync(new GraphQLRequest("subscription { plain }"), Answers.NoServices);
        second.ShouldBeOfType<QueryResult>().Failure.ShouldBe(RequestFailure.Overload);
        await first.DisposeAsync();
        await first.DisposeAsync();

        await using var next = await OpenAsync("subscription { plain }");
        _executor.Subscriptions.ShouldBe(1);
    }

    [Fact]
    public async Task Dispose_WhileAnEventIsAwaited_EndsTheStream()
    {
        var subscription = await OpenAsync("subscription { plain }");
        var reading = ReadAsync(subscription);

        await subscription.DisposeAsync();

        (await reading).ShouldBeEmpty();
        _executor.Subscriptions.ShouldBe(0);
    }

    [Fact]
    public async Task Cancel_WhileAnEventIsAwaited_IsNoErrorOfTheField()
    {
        var reported = 0;
        using var caller = new CancellationTokenSource();
        var executor = new GraphQLExecutor(_schema, new GraphQLOptions { ReportError = (_, _) => reported++ });
        ((ObjectType)_schema.Types["Subscription"]).Subscribe("plain", context => new(NeverAsync(context.CancellationToken)));
        var opened = await executor.ExecuteAsync(new GraphQLRequest("subscription { plain }"), Answers.NoServices, cancellationToken: caller.Token);
        await using var subscription = opened.ShouldBeOfType<SubscriptionResult>();
        await using var answers = subscription.GetAsyncEnumerator(caller.Token);
        var next = answers.MoveNextAsync();

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(next.AsTask());
        reported.ShouldBe(0);
    }

    /// <summary>Ends within the cancellation itself, before anybody else is told of it.</summary>
    private static async IAsyncEnumerable<object?> NeverAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(() => end.SetCanceled(cancellationToken));
        await end.Task;
        yield return null;
    }

    private static async Task<List<string>> ReadAsync(SubscriptionResult subscription)
    {
        var answers = new List<string>();
        await foreach (var answer in subscription)
        {
            answers.Add(Answers.Text(answer));
        }

        return answers;
    }

    private async Task<SubscriptionResult> OpenAsync(string document) =>
        (await _executor.ExecuteAsync(new GraphQLRequest(document), Answers.NoServices)).ShouldBeOfType<SubscriptionResult>();
}
