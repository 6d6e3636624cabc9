using System.Reflection;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Building;

/// <summary>What a field weighs: as attributes say, and for lists by the arguments that limit them.</summary>
internal static class FieldCost
{
    private static readonly string[] Usual = ["first", "last", "limit"];

    public static FieldDefinition Weigh(FieldDefinition field, MemberInfo member, Problems problems)
    {
        var said = member.GetCustomAttribute<ListSizeAttribute>();
        foreach (var missing in said?.SlicingArguments?.Where(name => !field.Arguments.ContainsKey(name)) ?? [])
        {
            problems.Add(member, $"[ListSize] names the argument {missing}, which the field does not have.");
        }

        var isList = field.Type.Nullable is ListType;
        var sizes = said?.SlicingArguments ?? (isList ? [.. Usual.Where(IsWholeNumber)] : []);
        return field with
        {
            Cost = member.GetCustomAttribute<CostAttribute>()?.Weight ?? field.Cost,
            SizeArguments = sizes.Length > 0 ? sizes : field.SizeArguments,
            AssumedSize = said is { AssumedSize: > 0 } ? said.AssumedSize : field.AssumedSize,
        };

        bool IsWholeNumber(string name) => field.Arguments.TryGetValue(name, out var input) && input.Type.Nullable == BuiltInScalars.WholeNumber;
    }
}
