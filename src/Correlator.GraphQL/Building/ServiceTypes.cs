using System.Linq.Expressions;
using System.Reflection;
using Correlator.GraphQL.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.GraphQL.Building;

/// <summary>The services that the container knows: a parameter for another one is told of at the start, and not when it is first asked for.</summary>
internal sealed class ServiceTypes(IServiceProviderIsService? container, Problems problems)
{
    public bool Has(Type type) => container?.IsService(type) == true;

    /// <summary>What gives a parameter its service; null is given for one that may be missing.</summary>
    public Expression Get(ParameterInfo parameter, Expression context)
    {
        var isNullable = ClrReference.OfInput(parameter).IsNullable;
        if (!isNullable && container?.IsService(parameter.ParameterType) == false)
        {
            problems.Add($"{Naming.Shown(parameter.Member)}({parameter.Name})", $"{parameter.ParameterType} is no registered service.");
        }

        return Expression.Call(
            typeof(ServiceProviderServiceExtensions),
            isNullable ? nameof(ServiceProviderServiceExtensions.GetService) : nameof(ServiceProviderServiceExtensions.GetRequiredService),
            [parameter.ParameterType],
            Expression.Property(context, nameof(ResolverContext.Services)));
    }
}
