using System.Linq.Expressions;
using System.Reflection;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.GraphQL.Building;

/// <summary>Makes calls of methods whose parameters come of a resolver's context; what comes of the document becomes arguments of the field.</summary>
internal sealed class MethodBinder(
    Problems problems,
    TypeMapper types,
    InputReaders readers,
    LoaderCatalog loaders,
    XmlDocumentation documentation,
    ServiceTypes services)
{
    /// <summary>The parameter that every call refers to.</summary>
    public ParameterExpression Context { get; } = Expression.Parameter(typeof(ResolverContext), "context");

    /// <summary>The call of a method of the class of an object type, or of a class that adds fields to it.</summary>
    public MethodCallExpression Call(
        MethodInfo method,
        Type? runtimeType,
        OrderedDictionary<string, InputValue> arguments,
        Func<ParameterInfo, Expression?>? special = null)
    {
        var given = method.GetParameters().Select(parameter => special?.Invoke(parameter) ?? Parameter(parameter, arguments)).ToList();
        return method.IsStatic ? Expression.Call(method, given) : Expression.Call(Instance(method.DeclaringType!, runtimeType), method, given);
    }

    /// <summary>The object that a member is asked of.</summary>
    public Expression Instance(Type declaring, Type? runtimeType)
    {
        if (runtimeType is not null && declaring.IsAssignableFrom(runtimeType))
        {
            return Source(declaring);
        }

        if (declaring.GetConstructor(Type.EmptyTypes) is not null)
        {
            return Expression.Constant(Activator.CreateInstance(declaring));
        }

        var make = ActivatorUtilities.CreateFactory(declaring, Type.EmptyTypes);
        var made = Expression.Invoke(
            Expression.Constant(make),
            Expression.Property(Context, nameof(ResolverContext.Services)),
            Expression.Constant(null, typeof(object[])));
        return Expression.Convert(made, declaring);
    }

    public Expression Source(Type type) => Expression.Convert(Expression.Property(Context, nameof(ResolverContext.Source)), type);

    private Expression Parameter(ParameterInfo parameter, OrderedDictionary<string, InputValue> arguments)
    {
        if (parameter.IsDefined(typeof(ParentAttribute)) || parameter.IsDefined(typeof(EventMessageAttribute)))
        {
            return Source(parameter.ParameterType);
        }

        if ((WellKnownParameters.Of(parameter, Context, services) ?? loaders.Of(parameter, Context)) is { } known)
        {
            return known;
        }

        return IsService(parameter) ? services.Get(parameter, Context) : Argument(parameter, arguments);
    }

    private bool IsService(ParameterInfo parameter)
    {
        var reference = ClrReference.OfInput(parameter);
        return !parameter.IsDefined(typeof(ArgumentAttribute))
            && !types.IsScalar(reference.Plain)
            && !reference.Plain.IsEnum
            && reference.Element is null
            && services.Has(parameter.ParameterType);
    }

    private MethodCallExpression Argument(ParameterInfo parameter, OrderedDictionary<string, InputValue> arguments)
    {
        var name = Naming.OfArgument(parameter);
        var where = $"{Naming.Shown(parameter.Member)}({parameter.Name})";
        var type = InputTypes.Of(types, parameter, ClrReference.OfInput(parameter), where);
        var literal = parameter.HasDefaultValue ? DefaultLiteral.Of(parameter.DefaultValue, parameter.ParameterType) : null;
        var isOptional = parameter.HasDefaultValue && literal is null;
        var input = new InputValue(name, isOptional ? type.Nullable : type, literal, documentation.Of(parameter), Deprecation.Of(parameter));
        if (arguments.TryGetValue(name, out var other) && !other.Type.Equals(input.Type))
        {
            problems.Add(where, $"the field has an argument {name} of type {other.Type} already.");
        }

        arguments[name] = input;
        var reader = readers.Of(parameter.ParameterType, parameter, where);
        return Expression.Call(
            typeof(ResolverResults),
            nameof(ResolverResults.Argument),
            [parameter.ParameterType],
            Expression.Property(Context, nameof(ResolverContext.Arguments)),
            Expression.Constant(name),
            Expression.Constant(reader));
    }
}
