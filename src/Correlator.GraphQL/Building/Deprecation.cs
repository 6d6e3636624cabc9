using System.Reflection;
using Correlator.GraphQL.Annotations;

namespace Correlator.GraphQL.Building;

/// <summary>Why something is not to be used any more: what either attribute says.</summary>
internal static class Deprecation
{
    public static string? Of(ICustomAttributeProvider member) =>
        member.Said<GraphQLDeprecatedAttribute>()?.Reason
        ?? (member.Said<ObsoleteAttribute>() is { } obsolete ? obsolete.Message ?? "No longer supported" : null);
}
