using Correlator.GraphQL.Execution.Planning;
using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Execution;

/// <summary>Opens the stream of events of a subscription (specification, section 6.2.3.1).</summary>
internal static class SubscriptionSource
{
    public static async Task<GraphQLResult> OpenAsync(
        RunScope scope,
        OperationDefinitionNode operation,
        OperationPlan plan,
        IReadOnlyDictionary<string, object?> variables,
        SubscriptionSlots slots,
        CancellationToken cancellationToken)
    {
        if (plan.Root.Fields is not [var field])
        {
            return QueryResult.Refuse(RequestFailure.Operation, new GraphQLError("A subscription must select one field.", [operation.Location]));
        }

        if (!slots.TryTake())
        {
            return QueryResult.Refuse(RequestFailure.Overload, new GraphQLError($"There are {slots.Max} subscriptions already.", []));
        }

        var run = new OperationRun(scope with { Timeout = Timeout.InfiniteTimeSpan }, operation, plan, variables, null, cancellationToken);
        try
        {
            var subscriber = field.Definition.Subscriber
                ?? throw new InvalidOperationException($"\"{field.Parent}.{field.Definition.Name}\" has no subscriber.");
            var context = run.ContextOfRoot(field);
            var events = await subscriber(context);
            return new SubscriptionResult(scope, operation, plan, variables, events, slots);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            slots.Free();
            return QueryResult.Refuse(RequestFailure.Subscription, scope.Describe(exception, field.Locations, [field.ResponseName]));
        }
        catch
        {
            slots.Free();
            throw;
        }
    }
}
