using System.Text.Encodings.Web;
using System.Text.Json;
using Correlator.GraphQL;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Types;

namespace Correlator.IntegrationTests.GraphQL;

/// <summary>
/// Data that are made up from the path of each field, by the same rules as in node/execute.js: values, nulls, errors, values of wrong types,
/// lists, abstract types.
/// </summary>
internal static class PathData
{
    private static readonly JsonSerializerOptions AsIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Gives every field of a schema a resolver; slow ones answer later.</summary>
    public static Schema Schema(string sdl, bool isSlow)
    {
        var schema = SchemaBuilder.FromSdl(sdl);
        foreach (var type in schema.Types.Values.Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            if (type is ObjectType complex)
            {
                foreach (var field in complex.Fields.Keys.ToArray())
                {
                    complex.Resolve(field, isSlow ? Later : context => new(Resolve(context)));
                    complex.Subscribe(field, _ => new(Events()));
                }
            }
            else if (type is InterfaceType declared)
            {
                declared.TypeResolver = value => schema.Types[((Source)value).TypeName!] as ObjectType;
            }
            else if (type is UnionType union)
            {
                union.TypeResolver = value => schema.Types[((Source)value).TypeName!] as ObjectType;
            }
        }

        return schema;
    }

    private static async IAsyncEnumerable<object?> Events()
    {
        for (var number = 0; number < 3; number++)
        {
            await Task.Yield();
            yield return new Source(null, number);
        }
    }

    private static async ValueTask<object?> Later(ResolverContext context)
    {
        for (var i = Hash(string.Join('/', context.Path)) % 3; i > 0; i--)
        {
            await Task.Yield();
        }

        return Resolve(context);
    }

    private static object? Resolve(ResolverContext context)
    {
        var given = JsonSerializer.Serialize(context.Arguments, AsIs);
        var path = $"{(context.Source as Source)?.Event}{string.Join('/', context.Path)}{(given == "{}" ? "" : given)}";
        var hash = Hash(path);
        return hash % 17 == 3 ? throw new GraphQLException($"no {path}") : Value(context.Field.Type, path, hash, context.Schema, given);
    }

    private static object? Value(GraphQLType type, string path, uint hash, Schema schema, string given)
    {
        if (hash % 13 == 5)
        {
            return null;
        }

        return type.Nullable switch
        {
            ListType when hash % 31 == 7 => 5,
            ListType list => Enumerable.Range(0, (int)((hash >> 8) % 4))
                .Select(i => Value(list.Inner, $"{path}/{i}", Hash($"{path}/{i}"), schema, given))
                .ToArray(),
            ScalarType or EnumType => Leaf((NamedType)type.Nullable, hash, given),
            NamedType { IsAbstract: true } named => new Source(TypeName(named, hash, schema), null),
            _ => new Source(type.Named.Name, null),
        };
    }

    private static string TypeName(NamedType type, uint hash, Schema schema)
    {
        var names = schema.PossibleTypes(type).Select(possible => possible.Name).Order(StringComparer.Ordinal).ToArray();
        return hash % 29 == 2 ? "Query" : names[(hash >> 8) % names.Length];
    }

    private static object? Leaf(NamedType type, uint hash, string given)
    {
        var isOdd = hash % 19 == 4;
        var number = (int)((hash >> 8) % 1000);
        if (type is EnumType named)
        {
            return isOdd ? "NOPE" : named.Values.Keys.ElementAt(number % named.Values.Count);
        }

        return type.Name switch
        {
            "Int" => isOdd ? $"n{number}" : number,
            "Float" => isOdd ? $"n{number}" : number / 8.0,
            "Boolean" => isOdd ? "yes" : number % 2 == 0,
            "ID" => isOdd ? number + 0.5 : $"id{number}",
            "String" => isOdd ? number : $"s{number}{(given == "{}" ? "" : given)}",
            _ => given == "{}" ? number : JsonDocument.Parse(given).RootElement,
        };
    }

    /// <summary>FNV-1a over the UTF-16 units.</summary>
    private static uint Hash(string text) => text.Aggregate(0x811c9dc5, (hash, c) => unchecked((hash ^ c) * 0x01000193));

    private sealed record Source(string? TypeName, int? Event);
}
