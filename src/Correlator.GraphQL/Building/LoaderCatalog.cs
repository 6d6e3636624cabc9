using System.Linq.Expressions;
using System.Reflection;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.DataLoading;
using Correlator.GraphQL.Execution;

namespace Correlator.GraphQL.Building;

/// <summary>The methods that load many at once, by name and types.</summary>
internal sealed class LoaderCatalog
{
    private readonly List<(string Name, Type Loader, object Method)> _loaders = [];
    private readonly Problems _problems;
    private readonly ServiceTypes _services;

    public LoaderCatalog(IEnumerable<MethodInfo> methods, Problems problems, ServiceTypes services)
    {
        _problems = problems;
        _services = services;
        foreach (var method in methods)
        {
            Add(method);
        }
    }

    /// <summary>What gives a parameter its loader.</summary>
    public Expression? Of(ParameterInfo parameter, Expression context)
    {
        var type = parameter.ParameterType;
        if (!type.IsMadeOf(typeof(DataLoader<,>)))
        {
            return IsLoader(type) ? Expression.Call(context, nameof(ResolverContext.Loader), [type]) : null;
        }

        var found = _loaders.FindAll(loader => loader.Loader == type);
        var name = NameOf(parameter.Name!);
        var (_, _, chosen) = found.Count == 1 ? found[0] : found.Find(loader => loader.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (chosen is null)
        {
            var others = found.Count > 1 ? $"; there are {string.Join(", ", found.Select(loader => loader.Name))}" : "";
            _problems.Add(parameter.Member, $"no [DataLoader] method is named {parameter.Name} and has its types{others}.");
            return Expression.Default(type);
        }

        return Expression.Call(Expression.Constant(chosen), "Of", null, context);
    }

    private static bool IsLoader(Type type)
    {
        for (var above = type; above is not null; above = above.BaseType)
        {
            if (above.IsMadeOf(typeof(DataLoader<,>)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The loader that a parameter names.</summary>
    private static string NameOf(string parameter) =>
        parameter.EndsWith("DataLoader", StringComparison.Ordinal) ? parameter[..^"DataLoader".Length]
        : parameter.EndsWith("Loader", StringComparison.Ordinal) ? parameter[..^"Loader".Length]
        : parameter;

    private void Add(MethodInfo method)
    {
        // Asked for once: where two servers begin at the same time, reflection may give other objects the second time.
        var parameters = method.GetParameters();
        var keys = parameters.FirstOrDefault(parameter => parameter.ParameterType.IsMadeOf(typeof(IReadOnlyList<>)));
        var result = method.ReturnType.IsMadeOf(typeof(Task<>)) ? method.ReturnType.GetGenericArguments()[0] : null;
        var map = result?.FormOf(typeof(IReadOnlyDictionary<,>));
        var lookup = result?.IsMadeOf(typeof(ILookup<,>)) == true ? result : null;
        var pair = (map ?? lookup)?.GetGenericArguments();
        if (!method.IsStatic || keys is null || pair is null || pair[0] != keys.ParameterType.GetGenericArguments()[0])
        {
            _problems.Add(
                method,
                "a [DataLoader] is a static method that takes IReadOnlyList<TKey> "
                + "and returns Task<IReadOnlyDictionary<TKey, TValue>> or Task<ILookup<TKey, TValue>>.");
            return;
        }

        Type[] types = lookup is null ? pair : [pair[0], pair[1].MakeArrayType()];
        var context = Expression.Parameter(typeof(ResolverContext), "context");
        var given = Expression.Parameter(keys.ParameterType, "keys");
        var cancellation = Expression.Parameter(typeof(CancellationToken), "cancellationToken");
        var arguments = parameters.Select(parameter => parameter == keys ? given
            : parameter.ParameterType == typeof(CancellationToken) ? cancellation
            : WellKnownParameters.Of(parameter, context, _services) ?? Of(parameter, context) ?? _services.Get(parameter, context));
        var call = Expression.Call(method, arguments);
        var wrapped = lookup is null
            ? Expression.Call(typeof(LoaderResults), nameof(LoaderResults.OfDictionary), [result!, .. pair], call)
            : Expression.Call(typeof(LoaderResults), nameof(LoaderResults.OfLookup), pair, call, given);
        var load = Expression.Lambda(wrapped, context, given, cancellation).Compile();
        var loader = Activator.CreateInstance(typeof(LoaderMethod<,>).MakeGenericType(types), load)!;
        var name = method.GetCustomAttribute<DataLoaderAttribute>()?.Name ?? Naming.Trim(method.Name);
        _loaders.Add((name, typeof(DataLoader<,>).MakeGenericType(types), loader));
    }
}
