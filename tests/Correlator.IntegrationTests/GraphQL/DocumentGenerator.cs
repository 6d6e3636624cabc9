using System.Text;

namespace Correlator.IntegrationTests.GraphQL;

/// <summary>Writes documents against the test schema: most of them nearly right, each of its own seed.</summary>
internal sealed class DocumentGenerator(int seed)
{
    private static readonly string[] Types = ["Node", "Pet", "Dog", "Cat", "Human", "Beast", "Query", "Mood", "Nope"];
    private static readonly string[] Fields =
    [
        "id", "name", "name(upper: true)", "size", "x: id", "x: name", "x: size", "meows", "barks(times: 2)", "lives", "mood", "__typename",
        "nope", "x: mood", "size: id",
    ];
    private static readonly string[] Nested = ["owner", "friends", "pets(first: 1)", "any", "o: owner", "o: friends", "pets"];
    private static readonly string[] Roots =
    [
        "dog", "node(id: $a)", "pet", "cat(mood: $m)", "human(one: $o)", "beasts(ids: $l)", "pet(filter: V)", "pet(one: V)", "pet(list: V)",
        "pet(mood: V)", "pet(any: V)", "pet(size: V)", "pet(required: V)", "pet(flag: V, name: V)", "cat",
    ];
    private static readonly string[] Values =
    [
        "1", "-1.5", "\"x\"", "true", "null", "HAPPY", "$a", "$i", "$m", "[1, $i]", "[]", "{ size: 1 }", "{ size: $i, name: null }",
        "{ id: 1 }", "{ id: $a }", "{ filter: { size: 1, deep: { size: 2 } } }", "{ name: $n, id: 2 }", "[[1]]",
        "{ size: 1, list: [1, null], ids: [[1], 2] }",
    ];
    private static readonly string[] VariableTypes =
    [
        "Int", "Int!", "ID", "ID!", "[ID!]!", "[Int]", "Mood", "Mood!", "One", "One!", "String", "Filter", "Boolean!", "Dog", "Nope",
    ];
    private static readonly string[] Directives =
    [
        "", "", "", "", "", "", " @skip(if: true)", " @include(if: $b)", " @many @many(n: 1)", " @onField(n: 1)", " @onField", " @nope",
        " @skip(if: true) @skip(if: true)", " @oneOf",
    ];
    private static readonly (string Name, string Type)[] Declared =
    [
        ("a", "ID!"), ("i", "Int!"), ("m", "Mood!"), ("o", "One!"), ("l", "[ID!]!"), ("n", "String!"), ("b", "Boolean!"),
    ];
    private readonly Random _random = new(seed);

    public string Next()
    {
        var text = new StringBuilder();
        var operations = _random.Next(10) == 0 ? 2 : 1;
        for (var i = 0; i < operations; i++)
        {
            var body = Body();
            text.Append(_random.Next(8) == 0 ? "mutation" : "query")
                .Append(_random.Next(3) == 0 ? "" : " " + Pick(["A", "B", "A"]))
                .Append(Variables(body))
                .Append(Directive(4))
                .Append(body);
        }

        foreach (var name in new[] { "F", "G", "H" })
        {
            if (text.ToString().Contains("..." + name, StringComparison.Ordinal) ? _random.Next(20) > 0 : _random.Next(20) == 0)
            {
                text.Append(" fragment ").Append(name).Append(" on ").Append(Pick(Types[..6])).Append(Directive(8)).Append(Selection(2));
            }
        }

        return _random.Next(12) == 0 ? Break(text.ToString()) : text.ToString();
    }

    private string Body()
    {
        var text = new StringBuilder(" {");
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            text.Append(' ')
                .Append(_random.Next(2) == 0 ? $"r{_random.Next(2)}{i}: " : "")
                .Append(Pick(Roots).Replace("V", Pick(Values), StringComparison.Ordinal))
                .Append(Directive(1))
                .Append(Selection(3));
        }

        return text.Append(" }").ToString();
    }

    private string Selection(int depth)
    {
        var text = new StringBuilder(" {");
        for (var i = _random.Next(1, 5); i > 0; i--)
        {
            text.Append(' ').Append(_random.Next(depth > 0 ? 9 : 5) switch
            {
                < 5 => Pick(_random.Next(3) == 0 ? Fields : Fields[..3]) + Directive(1),
                5 => Pick(Nested) + Directive(1) + Selection(depth - 1),
                6 => "... on " + Pick(_random.Next(6) == 0 ? Types : Types[..6]) + Directive(1) + Selection(depth - 1),
                7 => "..." + Pick(["F", "G", "H"]) + Directive(1),
                _ => "..." + Directive(2) + Selection(depth - 1),
            });
        }

        return text.Append(" }").ToString();
    }

    private string Variables(string body)
    {
        var used = Declared
            .Where(variable => body.Contains("$" + variable.Name, StringComparison.Ordinal) ? _random.Next(12) > 0 : _random.Next(12) == 0)
            .Select(Declaration)
            .ToArray();
        return used.Length == 0 ? "" : $"({string.Join(", ", used)})";
    }

    private string Declaration((string Name, string Type) variable)
    {
        var type = _random.Next(6) == 0 ? Pick(VariableTypes) : variable.Type;
        var otherwise = _random.Next(8) == 0 ? " = " + Pick(Values) : "";
        return $"${variable.Name}: {type}{otherwise}";
    }

    private string Break(string text)
    {
        var at = _random.Next(text.Length);
        return _random.Next(3) switch
        {
            0 => text[..at],
            1 => text.Remove(at, 1),
            _ => text.Insert(at, Pick(["?", "!", "\"", "01", "}", "{", "...", "$", "@", "\n", "\"\"\"", "1.", "&", "\\"])),
        };
    }

    private string Directive(int rarity) => _random.Next(rarity + 1) == 0 ? Pick(Directives) : "";

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
