using Correlator.GraphQL.Execution.Planning;
using Correlator.GraphQL.Language;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.GraphQL.Execution;

/// <summary>The answers of a subscription, one for each event. To be enumerated once and disposed, which frees its place among the subscriptions.</summary>
public sealed class SubscriptionResult : GraphQLResult, IAsyncEnumerable<QueryResult>, IAsyncDisposable
{
    private readonly RunScope _scope;
    private readonly OperationDefinitionNode _operation;
    private readonly OperationPlan _plan;
    private readonly IReadOnlyDictionary<string, object?> _variables;
    private readonly IAsyncEnumerable<object?> _events;
    private readonly SubscriptionSlots _slots;
    private readonly CancellationTokenSource _end = new();
    private int _isEnumerated;
    private int _isDisposed;

    internal SubscriptionResult(
        RunScope scope,
        OperationDefinitionNode operation,
        OperationPlan plan,
        IReadOnlyDictionary<string, object?> variables,
        IAsyncEnumerable<object?> events,
        SubscriptionSlots slots)
    {
        _scope = scope;
        _operation = operation;
        _plan = plan;
        _variables = variables;
        _events = events;
        _slots = slots;
    }

    /// <summary>An event that fails is an answer with errors; a stream that breaks off ends with one that is a request error.</summary>
    public IAsyncEnumerator<QueryResult> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _isEnumerated, 1) == 0
            ? AnswersAsync(cancellationToken)
            : throw new InvalidOperationException("A subscription is enumerated once.");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _slots.Free();
        await _end.CancelAsync();
        if (Volatile.Read(ref _isEnumerated) == 0 && _events is IAsyncDisposable unread)
        {
            await unread.DisposeAsync();
        }
    }

    private async IAsyncEnumerator<QueryResult> AnswersAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _end.Token);
        await using var events = _events.GetAsyncEnumerator(ended.Token);
        while (true)
        {
            QueryResult? failure = null;
            var isThere = false;
            try
            {
                isThere = await events.MoveNextAsync();
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                yield break;
            }
            // Asked of the sources: what waits for the next event may end before the linked token hears that the caller is gone.
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !_end.IsCancellationRequested)
            {
                var field = _plan.Root.Fields[0];
                failure = QueryResult.Refuse(RequestFailure.Subscription, _scope.Describe(exception, field.Locations, [field.ResponseName]));
            }

            if (failure is not null)
            {
                yield return failure;
            }

            if (!isThere)
            {
                yield break;
            }

            QueryResult answer;
            try
            {
                answer = await AnswerAsync(events.Current, ended.Token);
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                yield break;
            }

            yield return answer;
        }
    }

    /// <summary>Each event has services of its own, as each request has.</summary>
    private async Task<QueryResult> AnswerAsync(object? source, CancellationToken cancellationToken)
    {
        if (_scope.Services.GetService<IServiceScopeFactory>() is not { } scopes)
        {
            return await AnswerAsync(_scope, source, cancellationToken);
        }

        await using var services = scopes.CreateAsyncScope();
        return await AnswerAsync(_scope with { Services = services.ServiceProvider }, source, cancellationToken);
    }

    private async Task<QueryResult> AnswerAsync(RunScope scope, object? source, CancellationToken cancellationToken) =>
        (QueryResult)await new OperationRun(scope, _operation, _plan, _variables, source, cancellationToken).RunAsync();
}
