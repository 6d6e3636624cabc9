using System.Linq.Expressions;
using Correlator.GraphQL.Execution;

namespace Correlator.GraphQL.Building;

/// <summary>Functions that are compiled when they are first called: a server starts sooner, and most schemas are larger than what is asked of them.</summary>
internal static class CompiledOnUse
{
    public static FieldResolver Resolver(Expression body, ParameterExpression context)
    {
        var compiled = new Lazy<FieldResolver>(Expression.Lambda<FieldResolver>(body, context).Compile);
        return given => compiled.Value(given);
    }

    public static Func<object, object?> Getter(Expression body, ParameterExpression source)
    {
        var compiled = new Lazy<Func<object, object?>>(Expression.Lambda<Func<object, object?>>(Expression.Convert(body, typeof(object)), source).Compile);
        return given => compiled.Value(given);
    }
}
