using System.Reflection;
using Correlator.GraphQL.Annotations;

namespace Correlator.GraphQL.Building;

/// <summary>Why something is not to be used any more: what either attribute says.</summary>
internal static class Deprecation
{
    public static string? Of(ICustomAttributeProvider member) =>
        member.GetCustomAttributes(typeof(GraphQLDeprecatedAttribute), false).Cast<GraphQLDeprecatedAttribute>().FirstOrDefault()?.Reason
        ?? (member.GetCustomAttributes(typeof(ObsoleteAttribute), false).Cast<ObsoleteAttribute>().FirstOrDefault() is { } obsolete ? obsolete.Message ?? "No longer supported" : null);
}
