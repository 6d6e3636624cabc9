using System.Runtime.CompilerServices;
using Correlator.GraphQL.DataLoading;
using Correlator.GraphQL.Execution.Planning;
using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Execution;

/// <summary>
/// One run of an operation (specification, section 6). Whatever completes at once runs in one go; what waits is taken up again by <see cref="Batches"/>, one
/// piece at a time, so that nothing here is touched by two threads at once.
/// </summary>
internal sealed class OperationRun : IDisposable
{
    private readonly OperationPlan _plan;
    private readonly RunScope _scope;
    private readonly IReadOnlyDictionary<string, object?> _variables;
    private readonly object? _source;
    private readonly RunCancellation _cancellation;
    private readonly ResultObject _root;
    private readonly ValueCompletion _completion;
    private Dictionary<FieldPlan, IReadOnlyDictionary<string, object?>>? _arguments;
    private List<GraphQLError>? _errors;
    private TaskCompletionSource<GraphQLResult>? _answer;
    private CancellationTokenRegistration _registration;
    private int _values;
    private int _pending;
    private int _nextSerial;
    private bool _isFinished;

    public OperationRun(
        RunScope scope,
        OperationDefinitionNode operation,
        OperationPlan plan,
        IReadOnlyDictionary<string, object?> variables,
        object? source,
        CancellationToken cancellationToken)
    {
        _scope = scope;
        _plan = plan;
        _variables = variables;
        _source = source;
        Operation = operation;
        _root = new ResultObject(null, 0, plan.Root);
        _cancellation = new RunCancellation(scope.Timeout, scope.Time, cancellationToken);
        Batches = new BatchScheduler(() => _cancellation.Token, Continue);
        _completion = new ValueCompletion(this);
    }

    public OperationDefinitionNode Operation { get; }

    public Schema Schema => _scope.Schema;

    public IServiceProvider Services => _scope.Services;

    public RequestState State => _scope.State;

    public BatchScheduler Batches { get; }

    public CancellationToken CancellationToken => _cancellation.Token;

    public Task<GraphQLResult> RunAsync()
    {
        _cancellation.Caller.ThrowIfCancellationRequested();
        Batches.Run(Start);
        if (_answer is not null)
        {
            return _answer.Task;
        }

        _cancellation.Caller.ThrowIfCancellationRequested();
        return Task.FromResult<GraphQLResult>(Result());
    }

    /// <summary>Runs the fields of an object; false when null has to take its place.</summary>
    public bool ExecuteFields(ResultObject into, object? source)
    {
        if (!HasRoomFor(into.Values.Length))
        {
            return false;
        }

        for (var i = 0; i < into.Values.Length; i++)
        {
            if (!ExecuteField(into, i, source))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Counts values of the answer. When there are too many, all that follows is left out, and at the end the answer is that there were.</summary>
    public bool HasRoomFor(int values)
    {
        _values = (int)Math.Min((long)_values + values, int.MaxValue);
        return _values <= _scope.Options.MaxValues;
    }

    public void Resume(FieldPlan field, ResultNode node, int index, ref ConfiguredValueTaskAwaitable<object?>.ConfiguredValueTaskAwaiter awaiter)
    {
        _pending--;

        // A resolver that obeys the token may be here before the token's own message.
        if (_cancellation.IsOver)
        {
            End();
            return;
        }

        bool isComplete;
        try
        {
            var value = awaiter.GetResult();

            // What waited below a place that is null by now is of no use to anybody.
            isComplete = _isFinished || node.IsGone || _completion.Complete(value, field.Value, field, node, index);
        }
        catch (Exception exception)
        {
            isComplete = _isFinished || node.IsGone || _completion.Fail(exception, field.Value, field, node, index);
        }

        if (!isComplete)
        {
            node.Vanish();
        }
    }

    /// <summary>What the function knows that opens the stream of a subscription.</summary>
    public ResolverContext ContextOfRoot(FieldPlan field) => new(this, field, _root, 0, _source, Arguments(field));

    public void AddError(GraphQLError error) => (_errors ??= []).Add(error);

    public GraphQLError Describe(Exception exception, FieldPlan field, ResultNode node, int index) =>
        _scope.Describe(exception, field.Locations, node.PathTo(index));

    public void End()
    {
        if (!_isFinished)
        {
            _isFinished = true;
            if (_cancellation.IsTimeout)
            {
                _errors = [.. _errors ?? [], new GraphQLError($"The operation did not end within {_scope.Timeout.TotalSeconds:0.###} seconds.", [])];
                _root.MarkGone();
                _answer?.TrySetResult(Result());
            }
            else
            {
                _answer?.TrySetCanceled(_cancellation.Caller);
            }

            Dispose();
        }
    }

    public void Dispose()
    {
        _registration.Unregister();
        _cancellation.Dispose();
    }

    private void Start()
    {
        if (Operation.Operation != OperationType.Mutation && !ExecuteFields(_root, _source))
        {
            _root.MarkGone();
        }
    }

    /// <summary>Nothing is left to run now: the next field of a mutation follows (true), or the end unless something is waited for.</summary>
    private bool Continue()
    {
        if (_pending > 0 || _isFinished)
        {
            return false;
        }

        if (Operation.Operation == OperationType.Mutation && !_root.IsGone && _nextSerial < _root.Values.Length)
        {
            if (!ExecuteField(_root, _nextSerial++, _source))
            {
                _root.MarkGone();
            }

            return true;
        }

        if (_cancellation.IsOver)
        {
            End();
            return false;
        }

        _isFinished = true;
        _answer?.TrySetResult(Result());
        Dispose();
        return false;
    }

    private QueryResult Result() => _values > _scope.Options.MaxValues
        ? new() { Errors = [new GraphQLError($"The answer has more than {_scope.Options.MaxValues} values.", [Operation.Location])] }
        : new() { Data = _root.IsGone ? null : _root, Errors = (IReadOnlyList<GraphQLError>?)_errors ?? [] };

    private bool ExecuteField(ResultObject into, int index, object? source)
    {
        var field = into.Plan.Fields[index];
        if (field.IsTypeName)
        {
            into.Values[index] = field.Parent.Name;
            return true;
        }

        try
        {
            var arguments = Arguments(field);
            if (field.Getter is { } getter)
            {
                return _completion.Complete(getter(source!), field.Value, field, into, index);
            }

            var context = new ResolverContext(this, field, into, index, source, arguments);
            var task = field.Definition.Resolver!(context);
            if (task.IsCompleted)
            {
                return _completion.Complete(task.GetAwaiter().GetResult(), field.Value, field, into, index);
            }

            Suspend(context, task);
            return true;
        }
        catch (Exception exception)
        {
            return _completion.Fail(exception, field.Value, field, into, index);
        }
    }

    private void Suspend(ResolverContext context, ValueTask<object?> task)
    {
        _pending++;
        if (_answer is null)
        {
            _answer = new TaskCompletionSource<GraphQLResult>(TaskCreationOptions.RunContinuationsAsynchronously);
            _registration = _cancellation.Token.UnsafeRegister(static run => ((OperationRun)run!).Batches.Post(new Abort((OperationRun)run)), this);
        }

        context.Await(task);
    }

    private IReadOnlyDictionary<string, object?> Arguments(FieldPlan field)
    {
        if (!field.HasVariables)
        {
            return field.ConstantArguments;
        }

        _arguments ??= [];
        if (!_arguments.TryGetValue(field, out var arguments))
        {
            _arguments[field] = arguments = ArgumentCoercion.Coerce(field.Definition, field.Nodes[0], _variables);
        }

        return arguments;
    }
}
