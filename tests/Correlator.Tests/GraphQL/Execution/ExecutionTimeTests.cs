using Correlator.GraphQL;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Types;
using Correlator.Tests.Support;

namespace Correlator.Tests.GraphQL.Execution;

/// <summary>How runs end before their time, and what callers are told of what was not meant for them.</summary>
public sealed class ExecutionTimeTests
{
    private readonly Schema _schema = SchemaBuilder.FromSdl("type Query { wait: Int stuck: Int broken: Int }");
    private readonly TaskCompletionSource _isWaiting = new();

    public ExecutionTimeTests()
    {
        var query = (ObjectType)_schema.Types["Query"];
        query.Resolve("wait", async context =>
        {
            _isWaiting.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
            return 1;
        });
        query.Resolve("stuck", async _ =>
        {
            await new TaskCompletionSource().Task;
            return 1;
        });
        query.Resolve("broken", _ => throw new InvalidOperationException("the password is 1234"));
    }

    [Theory]
    [InlineData("{ wait }")]
    [InlineData("{ stuck }")]
    public async Task Execute_NotDoneInTime_IsAnsweredThatItWasNot(string document)
    {
        var executor = new GraphQLExecutor(_schema, new GraphQLOptions { ExecutionTimeout = TimeSpan.FromMilliseconds(20) });

        var answer = await Answers.OfAsync(executor, new GraphQLRequest(document));

        answer.ShouldBe("{'errors':[{'message':'The operation did not end within 0.02 seconds.'}],'data':null}");
    }

    [Theory]
    [InlineData("{ wait }")]
    [InlineData("{ wait stuck }")]
    public async Task Execute_CallerIsGone_IsCancelled(string document)
    {
        using var caller = new CancellationTokenSource();
        var running = new GraphQLExecutor(_schema).ExecuteAsync(new GraphQLRequest(document), Answers.NoServices, null, caller.Token);
        await _isWaiting.Task;

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Execute_UnexpectedException_IsReportedUnderTheIdThatTheCallerSees()
    {
        var reported = new List<(string Id, GraphQLError Error)>();
        var executor = new GraphQLExecutor(_schema, new GraphQLOptions { ReportError = (id, error) => reported.Add((id, error)) });

        var answer = await Answers.OfAsync(executor, new GraphQLRequest("{ broken }"));

        var (id, error) = reported.ShouldHaveSingleItem();
        error.Cause.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("the password is 1234");
        answer.ShouldBe(OneLine.Of(
            $$$"""
            {'errors':[{
              'message':'Unexpected error.',
              'locations':[{'line':1,'column':3}],
              'path':['broken'],
              'extensions':{'id':'{{{id}}}'}}],
            'data':{'broken':null}}
            """));
    }

    [Fact]
    public async Task Execute_UnexpectedExceptionInDevelopment_IsShown() =>
        (await Answers.OfAsync(_schema, "{ broken }", options: new GraphQLOptions { ShowExceptions = true })).ShouldContain("the password is 1234");
}
