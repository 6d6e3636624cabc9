using System.Linq.Expressions;
using System.Reflection;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Paging;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Building;

/// <summary>Makes fields of methods and properties.</summary>
internal sealed class FieldMaker(
    Problems problems,
    TypeMapper types,
    MethodBinder binder,
    ConnectionTypes connections,
    XmlDocumentation documentation,
    PagingOptions paging)
{
    /// <summary>The field of a method. The runtime type is that of the sources, and null at the root.</summary>
    public FieldDefinition Method(MethodInfo method, Type? runtimeType, string? typeName)
    {
        var returned = ClrReference.OfResult(method);
        var result = returned.Awaited;
        if (result.Type == typeof(void) || result.Type == typeof(Task) || result.Type == typeof(ValueTask) || result.Is(typeof(IAsyncEnumerable<>)))
        {
            problems.Add(method, "a field returns a value: neither nothing, nor a stream unless the method is a subscription.");
            return new FieldDefinition(Naming.OfField(method), BuiltInScalars.Text, new(StringComparer.Ordinal), null, null);
        }

        var arguments = new OrderedDictionary<string, InputValue>(StringComparer.Ordinal);
        var page = Paged(method, result);
        var call = binder.Call(method, runtimeType, arguments, page is null ? null : parameter => Page(parameter, page));
        var takesSourceAlone = method.GetParameters().All(parameter => parameter.IsDefined(typeof(ParentAttribute)));
        var isOfSource = method.IsStatic ? method.GetParameters().Length > 0 : runtimeType is not null;
        var isPure = page is null && returned == result && takesSourceAlone && isOfSource;
        return isPure
            ? Pure(method, call, result, typeName)
            : Field(method, result, typeName, arguments, page, Resolver(call, returned));
    }

    /// <summary>The field of a property.</summary>
    public FieldDefinition Property(PropertyInfo property, Type? runtimeType, string? typeName)
    {
        var result = ClrReference.OfResult(property);
        var isOfSource = runtimeType is not null && property.DeclaringType!.IsAssignableFrom(runtimeType) && !property.GetMethod!.IsStatic;
        var value = Expression.Property(property.GetMethod!.IsStatic ? null : binder.Instance(property.DeclaringType!, runtimeType), property);
        var page = Paged(property, result);
        return isOfSource && page is null
            ? Pure(property, value, result, typeName)
            : Field(property, result, typeName, new(StringComparer.Ordinal), page, Resolver(value, result));
    }

    /// <summary>The field of a method of the subscription type.</summary>
    public FieldDefinition Subscription(MethodInfo method)
    {
        var with = method.GetCustomAttribute<SubscribeAttribute>()!.With;
        const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var source = with is null ? method : method.DeclaringType!.GetMethods(Any).FirstOrDefault(found => found.Name == with);
        var stream = source is null ? null : ClrReference.OfResult(source);
        if (stream is null || !stream.Awaited.Is(typeof(IAsyncEnumerable<>)))
        {
            problems.Add(method, with is null
                ? "a subscription returns IAsyncEnumerable<T>, or names in With the method that does."
                : $"there is no method {with} that returns IAsyncEnumerable<T>.");
            return new FieldDefinition(Naming.OfField(method), BuiltInScalars.Text, new(StringComparer.Ordinal), null, null);
        }

        var arguments = new OrderedDictionary<string, InputValue>(StringComparer.Ordinal);
        var item = stream.Awaited.Arguments[0];
        var opener = stream.Is(typeof(Task<>)) ? nameof(ResolverResults.OfStreamTask)
            : stream.Is(typeof(ValueTask<>)) ? nameof(ResolverResults.OfStreamValueTask)
            : nameof(ResolverResults.OfStream);
        var open = Expression.Call(typeof(ResolverResults), opener, [item.Type], binder.Call(source!, null, arguments));
        var subscriber = Expression.Lambda<FieldSubscriber>(open, binder.Context).Compile();
        if (source != method)
        {
            var returned = ClrReference.OfResult(method);
            var resolver = Resolver(binder.Call(method, null, arguments), returned);
            return Field(method, returned.Awaited, null, arguments, null, resolver) with { Subscriber = subscriber };
        }

        return Field(method, item, null, arguments, null, context => new ValueTask<object?>(context.Source)) with { Subscriber = subscriber };
    }

    private FieldResolver Resolver(Expression value, ClrReference returned) => CompiledOnUse.Resolver(
        returned.Is(typeof(Task<>)) ? Expression.Call(typeof(ResolverResults), nameof(ResolverResults.OfTask), [returned.Arguments[0].Type], value)
        : returned.Is(typeof(ValueTask<>)) ? Expression.Call(typeof(ResolverResults), nameof(ResolverResults.OfValueTask), [returned.Arguments[0].Type], value)
        : Expression.New(typeof(ValueTask<object>).GetConstructor([typeof(object)])!, Expression.Convert(value, typeof(object))),
        binder.Context);

    private PagedField? Paged(MemberInfo member, ClrReference result)
    {
        var said = member.GetCustomAttribute<UsePagingAttribute>();
        if (said is not null && result.Element is null && !result.Is(typeof(Connection<>)))
        {
            problems.Add(member, "a paged field returns a Connection<T> or a list.");
            return null;
        }

        var isConnection = result.Is(typeof(Connection<>));
        if (member is MethodInfo method && !isConnection && method.GetParameters().Any(parameter => parameter.ParameterType == typeof(PagingArguments)))
        {
            problems.Add(member, "a method that takes PagingArguments returns a Connection<T>: a list would be cut once more.");
        }

        return said is null && !isConnection ? null : new PagedField(said, paging);
    }

    private MethodCallExpression? Page(ParameterInfo parameter, PagedField page) => parameter.ParameterType == typeof(PagingArguments)
        ? Expression.Call(typeof(FieldMaker), nameof(ReadPage), null, binder.Context, Expression.Constant(page))
        : null;

    private static PagingArguments ReadPage(ResolverContext context, PagedField page) =>
        page.Read(context.Arguments, page.IncludeTotalCount && context.IsSelected("totalCount"));

    private FieldDefinition Field(
        MemberInfo member,
        ClrReference result,
        string? typeName,
        OrderedDictionary<string, InputValue> arguments,
        PagedField? page,
        FieldResolver resolver)
    {
        var name = Naming.OfField(member);
        if (page is null)
        {
            var shape = ValueShape.Of(types, problems, member, result, typeName);
            var field = new FieldDefinition(name, shape.Type, arguments, documentation.Of(member), Deprecation.Of(member))
            {
                Resolver = shape.Change is { } change ? ResolverResults.Then(resolver, (value, _) => change(value)) : resolver,
                SizeArguments = shape.Type.Nullable is ListType ? [.. arguments.Keys.Where(argument => argument is "first" or "last")] : [],
            };
            return FieldCost.Weigh(field, member, problems);
        }

        // The page's arguments stand before those that choose among the items.
        var all = new OrderedDictionary<string, InputValue>(StringComparer.Ordinal);
        foreach (var input in page.Inputs().Concat(arguments.Values))
        {
            if (!all.TryAdd(input.Name, input))
            {
                problems.Add(member, $"the argument {input.Name} is one of the page.");
            }
        }

        var isList = !result.Is(typeof(Connection<>));
        var node = isList ? result.Element! : result.Arguments[0];
        GraphQLType connection = connections.Of(node, page, Naming.Shown(member));
        var cut = isList ? ConnectionTypes.Cutter(node.Type) : null;
        var type = result.IsNullable ? connection : new NonNullType(connection);
        var paged = new FieldDefinition(name, type, all, documentation.Of(member), Deprecation.Of(member))
        {
            Resolver = cut is null ? resolver : ResolverResults.Then(resolver, (list, context) => list is null ? null : cut(list, ReadPage(context, page))),
            SizeArguments = ["first", "last"],
            AssumedSize = page.DefaultSize,
        };
        return FieldCost.Weigh(paged, member, problems);
    }

    private FieldDefinition Pure(MemberInfo member, Expression value, ClrReference result, string? typeName)
    {
        var source = Expression.Parameter(typeof(object), "source");
        var body = new SourceReplacement(binder.Context, source).Visit(value);
        var read = CompiledOnUse.Getter(body, source);
        var shape = ValueShape.Of(types, problems, member, result, typeName);
        var field = new FieldDefinition(Naming.OfField(member), shape.Type, new(StringComparer.Ordinal), documentation.Of(member), Deprecation.Of(member))
        {
            Getter = shape.Change is { } change ? found => change(read(found)) : read,
        };
        return FieldCost.Weigh(field, member, problems);
    }
}
