using System.Text.Json;
using Correlator.GraphQL.Documents;
using Correlator.GraphQL.Execution.Planning;
using Correlator.GraphQL.Language;
using Correlator.GraphQL.Limits;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Execution;

/// <summary>Runs requests against a schema. One for all requests.</summary>
public sealed class GraphQLExecutor
{
    private static readonly IReadOnlyDictionary<string, object?> NoVariables = new Dictionary<string, object?>();
    private readonly DocumentSource _documents;
    private readonly SubscriptionSlots _slots;
    private readonly TimeProvider _time;

    /// <summary>An executor with its own cache of documents.</summary>
    /// <exception cref="ArgumentException">An option is not usable.</exception>
    public GraphQLExecutor(Schema schema, GraphQLOptions? options = null, TimeProvider? time = null)
    {
        Schema = schema;
        Options = options ?? new GraphQLOptions();
        if (Options.Violations() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        }

        _time = time ?? TimeProvider.System;
        _documents = new DocumentSource(schema, Options);
        _slots = new SubscriptionSlots(Options.MaxSubscriptions);
    }

    /// <summary>What requests are run against.</summary>
    public Schema Schema { get; }

    /// <summary>The limits.</summary>
    public GraphQLOptions Options { get; }

    /// <summary>How many subscriptions run now.</summary>
    public int Subscriptions => _slots.Taken;

    /// <summary>How many documents are ready to run.</summary>
    public int CachedDocuments => _documents.CachedDocuments;

    /// <summary>Runs a request. What is wrong with it is part of the result.</summary>
    /// <exception cref="OperationCanceledException">The caller is gone.</exception>
    public Task<GraphQLResult> ExecuteAsync(
        GraphQLRequest request,
        IServiceProvider services,
        RequestState? state = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        // What waits is taken up where its value arrives; a context that moves it elsewhere would tear the batches of the loaders apart.
        return SynchronizationContext.Current is null
            ? StartAsync(request, services, state, cancellationToken)
            : Task.Run(() => StartAsync(request, services, state, cancellationToken), cancellationToken);
    }

    private Task<GraphQLResult> StartAsync(GraphQLRequest request, IServiceProvider services, RequestState? state, CancellationToken cancellationToken)
    {
        var scope = new RunScope(Schema, Options, services, state ?? new RequestState(), _time);
        return _documents.FindReady(request) is { } document
            ? RunAsync(document, request, scope, cancellationToken)
            : FindAndRunAsync(request, scope, cancellationToken);
    }

    private async Task<GraphQLResult> FindAndRunAsync(GraphQLRequest request, RunScope scope, CancellationToken cancellationToken)
    {
        var (document, refusal) = await _documents.FindAsync(request, cancellationToken);
        return document is null ? refusal! : await RunAsync(document, request, scope, cancellationToken);
    }

    private Task<GraphQLResult> RunAsync(PreparedDocument document, GraphQLRequest request, RunScope scope, CancellationToken cancellationToken)
    {
        if (document.Find(request.OperationName, out var problem) is not { } operation)
        {
            return Refuse(RequestFailure.Operation, new GraphQLError(problem, []));
        }

        var kind = operation.Node.Operation;
        if (!request.Allowed.Contains(kind))
        {
            var told = $"Operations of the kind {kind.ToString().ToLowerInvariant()} cannot be run this way.";
            return Refuse(RequestFailure.OperationKind, new GraphQLError(told, [operation.Node.Location]));
        }

        if (!Schema.Roots.ContainsKey(kind))
        {
            var told = $"Schema is not configured to execute {kind.ToString().ToLowerInvariant()} operation.";
            return Refuse(RequestFailure.Operation, new GraphQLError(told, [operation.Node.Location]));
        }

        var errors = new List<GraphQLError>();
        var variables = Variables(operation.Node, request.Variables, errors);
        if (errors.Count > 0)
        {
            return Refuse(RequestFailure.Variables, errors);
        }

        if (CostEstimate.Of(operation, Schema, Options, variables) is var cost && cost > Options.MaxCost)
        {
            var told = $"The operation weighs {cost}; {Options.MaxCost} is allowed.";
            return Refuse(RequestFailure.Validation, new GraphQLError(told, [operation.Node.Location]) { Rule = "MaxCost" });
        }

        OperationPlan plan;
        try
        {
            plan = operation.Plan(variables);
        }
        catch (GraphQLException exception)
        {
            return Task.FromResult<GraphQLResult>(new QueryResult { Errors = [scope.Describe(exception, [], null)] });
        }

        return kind == OperationType.Subscription
            ? SubscriptionSource.OpenAsync(scope, operation.Node, plan, variables, _slots, cancellationToken)
            : new OperationRun(scope, operation.Node, plan, variables, null, cancellationToken).RunAsync();
    }

    private static Task<GraphQLResult> Refuse(RequestFailure failure, params IReadOnlyList<GraphQLError> errors) =>
        Task.FromResult<GraphQLResult>(QueryResult.Refuse(failure, errors));

    private IReadOnlyDictionary<string, object?> Variables(OperationDefinitionNode operation, JsonElement? given, List<GraphQLError> errors)
    {
        if (given is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined) })
        {
            errors.Add(new GraphQLError("Variables must be an object whose properties are the variables.", []));
            return NoVariables;
        }

        if (operation.VariableDefinitions.Count == 0)
        {
            return NoVariables;
        }

        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var definition in operation.VariableDefinitions)
        {
            var name = definition.Variable.Name.Value;
            if (given is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(name, out var value))
            {
                try
                {
                    values[name] = JsonValues.Of(value);
                }
                catch (InvalidOperationException)
                {
                    errors.Add(new GraphQLError($"Variable \"${name}\" holds a text that ends within a character.", [definition.Location]));
                }
            }
        }

        return VariableCoercion.Coerce(Schema, operation, values, errors);
    }
}
