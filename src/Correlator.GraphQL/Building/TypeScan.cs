using System.Reflection;
using System.Runtime.CompilerServices;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Building;

/// <summary>The annotated classes among the types that were registered, by what they are annotated for.</summary>
internal sealed class TypeScan
{
    /// <summary>The classes that add fields to the root types.</summary>
    public Dictionary<OperationType, List<Type>> Roots { get; } = [];

    /// <summary>The classes that add fields to the object types of others.</summary>
    public Dictionary<Type, List<Type>> Extensions { get; } = [];

    /// <summary>The classes that are object types whether a field returns them or not.</summary>
    public List<Type> Objects { get; } = [];

    /// <summary>All classes that could be below an interface or a union.</summary>
    public List<Type> Concrete { get; } = [];

    /// <summary>The methods that load many at once.</summary>
    public List<MethodInfo> Loaders { get; } = [];

    public static TypeScan Of(IEnumerable<Type> types)
    {
        var scan = new TypeScan();
        foreach (var type in types.Distinct().Where(type => !type.IsGenericTypeDefinition).OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            scan.Add(type);
        }

        return scan;
    }

    /// <summary>What is said of the object type of a class: on itself, and on the classes that add to it.</summary>
    public IEnumerable<T> Said<T>(Type runtimeType)
        where T : Attribute => Extensions.GetValueOrDefault(runtimeType, []).Prepend(runtimeType).SelectMany(type => type.GetCustomAttributes<T>(false));

    private static bool HasInstances(Type type) =>
        type is { IsAbstract: false, IsInterface: false }
        && !type.IsDefined(typeof(CompilerGeneratedAttribute), false)
        && !typeof(Delegate).IsAssignableFrom(type)
        && !typeof(Attribute).IsAssignableFrom(type);

    private void Add(Type type)
    {
        if (HasInstances(type))
        {
            Concrete.Add(type);
        }

        foreach (var attribute in type.GetCustomAttributes(false))
        {
            switch (attribute)
            {
                case QueryTypeAttribute:
                    Root(OperationType.Query, type);
                    break;
                case MutationTypeAttribute:
                    Root(OperationType.Mutation, type);
                    break;
                case SubscriptionTypeAttribute:
                    Root(OperationType.Subscription, type);
                    break;
                case ObjectTypeAttribute { RuntimeType: null }:
                    Objects.Add(type);
                    break;
                case ObjectTypeAttribute { RuntimeType: { } runtimeType }:
                    Extend(runtimeType, type);
                    break;
                case ExtendObjectTypeAttribute { RuntimeType: var runtimeType }:
                    Extend(runtimeType, type);
                    break;
            }
        }

        const BindingFlags Own =
            BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        Loaders.AddRange(type.GetMethods(Own).Where(method => method.IsDefined(typeof(DataLoaderAttribute))));
    }

    private void Root(OperationType operation, Type type)
    {
        if (!Roots.TryGetValue(operation, out var classes))
        {
            Roots[operation] = classes = [];
        }

        classes.Add(type);
    }

    private void Extend(Type runtimeType, Type type)
    {
        if (!Extensions.TryGetValue(runtimeType, out var classes))
        {
            Extensions[runtimeType] = classes = [];
        }

        classes.Add(type);
        if (!Objects.Contains(runtimeType))
        {
            Objects.Add(runtimeType);
        }
    }
}
