using System.Runtime.CompilerServices;

namespace Correlator.GraphQL.Building;

/// <summary>Makes resolvers' answers of what methods return.</summary>
internal static class ResolverResults
{
    public static ValueTask<object?> OfTask<T>(Task<T> task) => task.IsCompletedSuccessfully ? new(task.GetAwaiter().GetResult()) : Await(task);

    public static ValueTask<object?> OfValueTask<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? new(task.Result) : Await(task.AsTask());

    public static Execution.FieldResolver Then(Execution.FieldResolver resolver, Func<object?, Execution.ResolverContext, object?> change) => context =>
    {
        var found = resolver(context);
        return found.IsCompletedSuccessfully ? new(change(found.Result, context)) : Awaited(found, context);

        async ValueTask<object?> Awaited(ValueTask<object?> waiting, Execution.ResolverContext context) => change(await waiting, context);
    };

    public static async IAsyncEnumerable<object?> Boxed<T>(IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            yield return item;
        }
    }

    public static ValueTask<IAsyncEnumerable<object?>> OfStream<T>(IAsyncEnumerable<T> items) => new(Boxed(items));

    public static async ValueTask<IAsyncEnumerable<object?>> OfStreamTask<T>(Task<IAsyncEnumerable<T>> items) => Boxed(await items);

    public static ValueTask<IAsyncEnumerable<object?>> OfStreamValueTask<T>(ValueTask<IAsyncEnumerable<T>> items) => OfStreamTask(items.AsTask());

    /// <summary>An argument in its C# type.</summary>
    public static T Argument<T>(IReadOnlyDictionary<string, object?> arguments, string name, Func<object?, T> read) =>
        arguments.TryGetValue(name, out var value) ? read(value) : default!;

    private static async ValueTask<object?> Await<T>(Task<T> task) => await task;
}
