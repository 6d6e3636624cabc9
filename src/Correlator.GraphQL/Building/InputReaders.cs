using System.Collections;
using System.Reflection;
using Correlator.GraphQL.Annotations;

namespace Correlator.GraphQL.Building;

/// <summary>
/// Functions that make C# values of coerced ones (scalars as they were read, names of enum values, lists, maps of input objects). Each is a
/// <c>Func&lt;object?, T&gt;</c>, made once and without reflection when it runs.
/// </summary>
internal sealed class InputReaders(Problems problems, TypeMapper types)
{
    private readonly Dictionary<Type, Delegate> _known = [];

    /// <summary>The function for a type.</summary>
    public Delegate Of(Type type, string where)
    {
        if (!_known.TryGetValue(type, out var reader))
        {
            _known[type] = reader = Make(type, where, null);
        }

        return reader;
    }

    /// <summary>The function for an argument or member, whose attributes may say that it holds global ids.</summary>
    public Delegate Of(Type type, ICustomAttributeProvider member, string where)
    {
        if (member.GetCustomAttributes(typeof(IDAttribute), false).Cast<IDAttribute>().FirstOrDefault() is not { } id)
        {
            return Of(type, where);
        }

        var expected = id.TypeName ?? (id.RuntimeType is { } runtimeType ? types.Object(runtimeType)?.Name : null);
        return Make(type, where, leaf => IdReader(leaf, expected, where));
    }

    /// <summary>The function that makes a key of a global id of a type; of every type if none is named.</summary>
    public Delegate IdReader(Type type, string? typeName, string where)
    {
        if (typeof(LeafReader).GetMethod(nameof(LeafReader.OfText))!.MakeGenericMethod(type).Invoke(null, null) is Delegate parse)
        {
            return Generic(nameof(Id), [type], parse, typeName!);
        }

        problems.Add(where, $"{type} cannot be an id: it has no text form that can be read.");
        return Generic(nameof(Leaf), [type]);
    }

    private Delegate Make(Type type, string where, Func<Type, Delegate>? leaf)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Generic(nameof(OrNull), [underlying], leaf is null ? Of(underlying, where) : Make(underlying, where, leaf));
        }

        if (type.IsEnum)
        {
            return Generic(nameof(Enum), [type]);
        }

        if (types.IsScalar(type))
        {
            return leaf is null ? Generic(nameof(Leaf), [type]) : leaf(type);
        }

        var reference = new ClrReference(type, false, []);
        if (reference.IsMap)
        {
            return Generic(nameof(Leaf), [type]);
        }

        if (reference.Element is { Type: var element })
        {
            var item = leaf is null ? Of(element, where) : Make(element, where, leaf);
            if (type.IsAssignableFrom(element.MakeArrayType()))
            {
                return Generic(nameof(Array), [type, element], item);
            }

            var isList = typeof(List<>).MakeGenericType(element) == type;
            var set = typeof(HashSet<>).MakeGenericType(element);
            if (isList || type.IsAssignableFrom(set))
            {
                return Generic(nameof(Collection), [isList ? type : set, element], item);
            }

            problems.Add(where, $"{type} is no collection that an argument can be: take IReadOnlyList<T>, an array, List<T> or a set.");
            return Generic(nameof(Leaf), [type]);
        }

        if (leaf is not null)
        {
            return leaf(type);
        }

        if (type.IsInterface || type.IsAbstract)
        {
            return Generic(nameof(Leaf), [type]);
        }

        // Known before its members are: an input object may hold others of its type.
        var reader = Activator.CreateInstance(typeof(InputObjectReader<>).MakeGenericType(type))!;
        var read = _known[type] = reader.GetType().GetMethod("Read")!.CreateDelegate(typeof(Func<,>).MakeGenericType(typeof(object), type), reader);
        reader.GetType().GetMethod("Compile")!.Invoke(reader, [InputMember.Of(type, problems), this]);
        return read;
    }

    private static Delegate Generic(string method, Type[] types, params object[] arguments) =>
        (Delegate)typeof(InputReaders).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(types).Invoke(null, arguments)!;

    private static Func<object?, T> Leaf<T>() => LeafReader.Read<T>;

    private static Func<object?, T> Id<T>(Func<string, T> parse, string? typeName) =>
        value => value is string id ? GlobalId.Read(id, typeName, parse) : default!;

    private static Func<object?, T?> OrNull<T>(Func<object?, T> inner)
        where T : struct => value => value is null ? null : inner(value);

    private static Func<object?, T> Enum<T>()
        where T : struct, Enum
    {
        var read = EnumNames.ReaderOf<T>();
        return value => value is null ? default : read(value);
    }

    private static Func<object?, TCollection> Array<TCollection, T>(Func<object?, T> item) => value =>
    {
        if (value is null)
        {
            return default!;
        }

        var given = (IReadOnlyList<object?>)value;
        var items = new T[given.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = item(given[i]);
        }

        return (TCollection)(object)items;
    };

    private static Func<object?, TCollection> Collection<TCollection, T>(Func<object?, T> item)
        where TCollection : ICollection<T>, new() => value =>
    {
        if (value is null)
        {
            return default!;
        }

        var items = new TCollection();
        foreach (var given in (IEnumerable)value)
        {
            items.Add(item(given));
        }

        return items;
    };
}
