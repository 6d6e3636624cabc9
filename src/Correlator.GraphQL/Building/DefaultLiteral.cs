using System.Globalization;
using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Building;

/// <summary>Writes the default of a parameter or property as a literal.</summary>
internal static class DefaultLiteral
{
    private static readonly Location Nowhere = new(0, 0, 0, 0);

    /// <summary>The literal; null if there is no default that a schema could tell.</summary>
    public static ValueNode? Of(object? value, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (value is null or DBNull)
        {
            return null;
        }

        if (plain.IsEnum)
        {
            var name = Enum.GetName(plain, Enum.ToObject(plain, value));
            return name is null ? null : new EnumValueNode(Naming.OfEnumValue(plain.GetField(name)!), Nowhere);
        }

        return value switch
        {
            bool truth => new BooleanValueNode(truth, Nowhere),
            string text => new StringValueNode(text, false, Nowhere),
            double or float or decimal => new FloatValueNode(Convert.ToString(value, CultureInfo.InvariantCulture)!, Nowhere),
            IConvertible => new IntValueNode(Convert.ToString(value, CultureInfo.InvariantCulture)!, Nowhere),
            _ => null,
        };
    }
}
