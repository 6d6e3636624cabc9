using System.Linq.Expressions;
using System.Reflection;
using System.Security.Claims;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace Correlator.GraphQL.Building;

/// <summary>The parameters that every method can have: what belongs to the request.</summary>
internal static class WellKnownParameters
{
    public static Expression? Of(ParameterInfo parameter, Expression context, ServiceTypes services)
    {
        var type = parameter.ParameterType;
        if (type == typeof(CancellationToken))
        {
            return Expression.Property(context, nameof(ResolverContext.CancellationToken));
        }

        if (type == typeof(ResolverContext))
        {
            return context;
        }

        if (type == typeof(IServiceProvider))
        {
            return Expression.Property(context, nameof(ResolverContext.Services));
        }

        var state = Expression.Property(context, nameof(ResolverContext.State));
        if (type == typeof(RequestState))
        {
            return state;
        }

        if (parameter.IsDefined(typeof(GlobalStateAttribute)) || type == typeof(ClaimsPrincipal) || type == typeof(HttpContext))
        {
            var isNullable = ClrReference.OfInput(parameter).IsNullable;
            var plain = Nullable.GetUnderlyingType(type) ?? type;
            return Expression.Convert(Expression.Call(state, isNullable ? nameof(RequestState.Find) : nameof(RequestState.Get), [plain]), type);
        }

        return parameter.IsDefined(typeof(ServiceAttribute)) ? services.Get(parameter, context) : null;
    }
}
