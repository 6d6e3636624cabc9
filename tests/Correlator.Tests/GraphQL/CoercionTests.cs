using System.Text.Json;
using Correlator.GraphQL;
using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.Tests.GraphQL;

public sealed class CoercionTests
{
    private static readonly Schema Schema = SchemaBuilder.FromSdl("""
        type Query { a: Int }
        enum Mood { GOOD BAD }
        input By { id: ID! mood: Mood = GOOD sizes: [Int!] }
        input One @oneOf { a: Int b: String }
        """);

    [Theory]
    [InlineData("Int", "3", "3")]
    [InlineData("Float", "3", "3")]
    [InlineData("ID", "3", "\"3\"")]
    [InlineData("[Int]", "3", "[3]")]
    [InlineData("[[Int]]", "[3, null]", "[[3],null]")]
    [InlineData("Mood", "BAD", "\"BAD\"")]
    [InlineData("By", "{ id: 1 }", "{\"id\":\"1\",\"mood\":\"GOOD\"}")]
    [InlineData("One", "{ a: 1 }", "{\"a\":1}")]
    public void TryCoerce_LiteralOfTheType_IsItsValue(string type, string literal, string json)
    {
        LiteralCoercion.TryCoerce(Parser.ParseValue(literal), Schema.Find(Parser.ParseType(type))!, null, out var value).ShouldBeTrue();

        JsonSerializer.Serialize(value).ShouldBe(json);
    }

    [Theory]
    [InlineData("Int", "3000000000")]
    [InlineData("Int", "1.0")]
    [InlineData("Int!", "null")]
    [InlineData("String", "1")]
    [InlineData("Mood", "\"GOOD\"")]
    [InlineData("Mood", "ANGRY")]
    [InlineData("By", "{ }")]
    [InlineData("By", "{ id: 1, more: 2 }")]
    [InlineData("One", "{ a: 1, b: \"x\" }")]
    [InlineData("One", "{ a: null }")]
    [InlineData("Int", "$missing")]
    public void TryCoerce_LiteralOfAnotherType_IsNone(string type, string literal) =>
        LiteralCoercion.TryCoerce(Parser.ParseValue(literal), Schema.Find(Parser.ParseType(type))!, null, out _).ShouldBeFalse();

    [Fact]
    public void Coerce_Variables_DefaultsAreFilledInAndAbsentOnesStayAbsent()
    {
        var given = new Dictionary<string, object?> { ["by"] = new Dictionary<string, object?> { ["id"] = 7L, ["sizes"] = 4L } };

        var values = Coerce("query ($a: Int = 5, $b: String, $by: By) { a }", given, out var errors);

        errors.ShouldBeEmpty();
        JsonSerializer.Serialize(values).ShouldBe("""{"a":5,"by":{"id":"7","mood":"GOOD","sizes":[4]}}""");
    }

    [Theory]
    [InlineData("Int!", null, "Variable \"$v\" of non-null type \"Int!\" must not be null.")]
    [InlineData("Int", "x", "Variable \"$v\" got invalid value \"x\"; Int cannot represent non-integer value: \"x\"")]
    [InlineData("[Int!]", "x", "Variable \"$v\" got invalid value \"x\"; Int cannot represent non-integer value: \"x\"")]
    [InlineData("Mood", "X", "Variable \"$v\" got invalid value \"X\"; Value \"X\" does not exist in \"Mood\" enum.")]
    [InlineData("By", "x", "Variable \"$v\" got invalid value \"x\"; Expected type \"By\" to be an object.")]
    [InlineData("Query", "x", "Variable \"$v\" expected value of type \"Query\" which cannot be used as an input type.")]
    public void Coerce_WrongVariable_IsToldWithItsValue(string type, string? value, string message)
    {
        Coerce($"query ($v: {type}) {{ a }}", new() { ["v"] = value }, out var errors);

        errors.ShouldHaveSingleItem().Message.ShouldBe(message);
    }

    [Fact]
    public void Coerce_WrongPartOfAVariable_IsToldWithItsPath()
    {
        var by = new Dictionary<string, object?> { ["id"] = "a", ["mood"] = 1L };

        Coerce("query ($v: [By]) { a }", new() { ["v"] = new List<object?> { by } }, out var errors);

        errors.ShouldHaveSingleItem().Message
            .ShouldBe("Variable \"$v\" got invalid value 1 at \"v[0].mood\"; Enum \"Mood\" cannot represent non-string value: 1.");
    }

    [Fact]
    public void Coerce_BigWrongVariable_IsToldShortly()
    {
        var deep = new Dictionary<string, object?>
        {
            ["a"] = new Dictionary<string, object?> { ["b"] = new Dictionary<string, object?> { ["c"] = 1L } },
            ["l"] = Enumerable.Range(0, 12).Cast<object?>().ToList(),
        };

        Coerce("query ($v: Int) { a }", new() { ["v"] = deep }, out var errors);
        errors.ShouldHaveSingleItem().Message.ShouldStartWith(
            "Variable \"$v\" got invalid value { a: { b: [Object] }, l: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ... 2 more items] };");

        Coerce("query ($v: Int) { a }", new() { ["v"] = new string('x', 100_000) }, out errors);
        errors.ShouldHaveSingleItem().Message.Length.ShouldBeLessThan(3_000);
    }

    [Fact]
    public void Coerce_ManyWrongParts_AreToldUpToALimit()
    {
        Coerce("query ($v: By) { a }", new() { ["v"] = Enumerable.Range(0, 20_000).ToDictionary(i => $"unknown{i}", object? (i) => i) }, out var errors);

        errors.Count.ShouldBe(51);
        errors[^1].Message.ShouldBe("Too many errors processing variables, error limit reached. Execution aborted.");
        errors.Sum(error => error.Message.Length).ShouldBeLessThan(200_000);
    }

    private static IReadOnlyDictionary<string, object?> Coerce(string document, Dictionary<string, object?> given, out List<GraphQLError> errors) =>
        VariableCoercion.Coerce(Schema, (OperationDefinitionNode)Parser.Parse(document).Definitions[0], given, errors = []);
}
