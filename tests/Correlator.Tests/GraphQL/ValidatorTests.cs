using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;
using Correlator.GraphQL.Validation;

namespace Correlator.Tests.GraphQL;

/// <summary>What the comparison with the reference implementation does not tell: messages, places and limits.</summary>
public sealed class ValidatorTests
{
    private static readonly Schema Schema = SchemaBuilder.FromSdl("type Query { a(x: Int!): Int q: Query }");

    [Fact]
    public void Validate_ValidDocument_SaysNothing() =>
        Validator.Validate(Schema, Parser.Parse("{ a(x: 1) q { __typename } __schema { types { name } } }")).ShouldBeEmpty();

    [Fact]
    public void Validate_UnknownField_SaysWhatWhereAndByWhichRule()
    {
        var error = Validator.Validate(Schema, Parser.Parse("{\n  nope\n}")).ShouldHaveSingleItem();

        error.Message.ShouldBe("Cannot query field \"nope\" on type \"Query\".");
        error.Rule.ShouldBe("FieldsOnCorrectTypeRule");
        (error.Locations[0].Line, error.Locations[0].Column).ShouldBe((2, 3));
    }

    [Fact]
    public void Validate_ManyErrors_StopsAtTheLimit() => Validator.Validate(Schema, Parser.Parse("{ b c d e f }"), 3).Count.ShouldBe(3);

    [Fact]
    public void Validate_ThousandsOfFieldsOfOneName_IsRefusedSoon()
    {
        var fields = string.Concat(Enumerable.Range(0, 1_500).Select(i => $"q {{ x{i % 7}: a(x: 1) }} "));

        Validator.Validate(Schema, Parser.Parse($"{{ {fields} }}")).ShouldContain(error => error.Message.Contains("too many fields"));
    }
}
