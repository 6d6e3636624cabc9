using System.Runtime.CompilerServices;
using Correlator.GraphQL.DataLoading;
using Correlator.GraphQL.Execution.Planning;
using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.GraphQL.Execution;

/// <summary>What a resolver knows: the object whose field it is, the arguments, the request.</summary>
public sealed class ResolverContext : IResumable
{
    private readonly OperationRun _run;
    private readonly FieldPlan _plan;
    private readonly ResultNode _node;
    private readonly int _index;
    private ConfiguredValueTaskAwaitable<object?>.ConfiguredValueTaskAwaiter _awaiter;

    internal ResolverContext(OperationRun run, FieldPlan plan, ResultNode node, int index, object? source, IReadOnlyDictionary<string, object?> arguments)
    {
        _run = run;
        _plan = plan;
        _node = node;
        _index = index;
        Source = source;
        Arguments = arguments;
    }

    /// <summary>The object whose field is asked for; null at the root of queries and mutations, the event at that of subscriptions.</summary>
    public object? Source { get; }

    /// <summary>The arguments that were given or have a default, as their scalars read them: enums are names, input objects are dictionaries.</summary>
    public IReadOnlyDictionary<string, object?> Arguments { get; }

    /// <summary>The field in the schema.</summary>
    public FieldDefinition Field => _plan.Definition;

    /// <summary>The field in the document; if it stands there several times, the first one.</summary>
    public FieldNode Node => _plan.Nodes[0];

    /// <summary>The type whose field it is.</summary>
    public ObjectType ParentType => _plan.Parent;

    /// <summary>The names and positions that lead to the field in the answer.</summary>
    public IReadOnlyList<object> Path => _node.PathTo(_index);

    /// <summary>The operation that runs.</summary>
    public OperationDefinitionNode Operation => _run.Operation;

    /// <summary>The schema.</summary>
    public Schema Schema => _run.Schema;

    /// <summary>The services of the request.</summary>
    public IServiceProvider Services => _run.Services;

    /// <summary>What belongs to the request, such as its caller.</summary>
    public RequestState State => _run.State;

    /// <summary>Where loaders of the request gather their keys.</summary>
    public BatchScheduler Batches => _run.Batches;

    /// <summary>Ends when the request has no use for the value any more.</summary>
    public CancellationToken CancellationToken => _run.CancellationToken;

    /// <summary>The object whose field is asked for.</summary>
    public T Parent<T>() => (T)Source!;

    /// <summary>An argument as the type that is wanted; the default of the type if it was not given.</summary>
    public T? Argument<T>(string name) => Arguments.TryGetValue(name, out var value) ? (T?)ArgumentConversion.To(typeof(T), value) : default;

    /// <summary>Whether an argument was given, be it as null.</summary>
    public bool HasArgument(string name) => Arguments.ContainsKey(name);

    /// <summary>A service of the request.</summary>
    public T Service<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>The loader of a class for this request; its constructor is given the scheduler, and services.</summary>
    public TLoader Loader<TLoader>()
        where TLoader : notnull => Batches.Loader(typeof(TLoader), batches => ActivatorUtilities.CreateInstance<TLoader>(Services, batches));

    /// <summary>Whether a field of the value is asked for, so that what nobody asks for need not be found.</summary>
    public bool IsSelected(string field) => Schema
        .PossibleTypes(Field.Type.Named)
        .Any(type => _plan.SelectionFor(type).Fields.Any(selected => selected.Definition.Name == field));

    /// <inheritdoc />
    void IResumable.Resume() => _run.Resume(_plan, _node, _index, ref _awaiter);

    internal void Await(ValueTask<object?> task)
    {
        _awaiter = task.ConfigureAwait(false).GetAwaiter();
        _awaiter.UnsafeOnCompleted(() => _run.Batches.Post(this));
    }
}
