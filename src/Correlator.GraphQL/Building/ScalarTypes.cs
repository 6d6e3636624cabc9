using System.Text.Json;
using System.Text.Json.Nodes;
using Correlator.GraphQL.Scalars;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Building;

/// <summary>The scalar of each C# type.</summary>
internal static class ScalarTypes
{
    public static Dictionary<Type, ScalarType> Standard() => new()
    {
        [typeof(string)] = BuiltInScalars.Text,
        [typeof(bool)] = BuiltInScalars.Truth,
        [typeof(int)] = BuiltInScalars.WholeNumber,
        [typeof(short)] = BuiltInScalars.WholeNumber,
        [typeof(ushort)] = BuiltInScalars.WholeNumber,
        [typeof(byte)] = BuiltInScalars.WholeNumber,
        [typeof(sbyte)] = BuiltInScalars.WholeNumber,
        [typeof(double)] = BuiltInScalars.Fraction,
        [typeof(float)] = BuiltInScalars.Fraction,
        [typeof(long)] = ExtendedScalars.LongNumber,
        [typeof(uint)] = ExtendedScalars.LongNumber,
        [typeof(ulong)] = ExtendedScalars.LongNumber,
        [typeof(decimal)] = ExtendedScalars.DecimalNumber,
        [typeof(Guid)] = ExtendedScalars.Uuid,
        [typeof(DateTimeOffset)] = ExtendedScalars.Instant,
        [typeof(DateTime)] = ExtendedScalars.Instant,
        [typeof(DateOnly)] = ExtendedScalars.Day,
        [typeof(TimeSpan)] = ExtendedScalars.Duration,
        [typeof(JsonElement)] = ExtendedScalars.Json,
        [typeof(JsonNode)] = ExtendedScalars.Json,
        [typeof(object)] = ExtendedScalars.Json,
    };
}
