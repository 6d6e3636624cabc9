using Correlator.GraphQL.Language;

namespace Correlator.Tests.GraphQL;

public sealed class ParserTests
{
    [Theory]
    [InlineData("{", 1, 2, "Syntax Error: Expected Name, found <EOF>.")]
    [InlineData("{ a(b: .5) }", 1, 8, "Syntax Error: Unexpected character: \".\".")]
    [InlineData("{ a?\n}", 1, 4, "Syntax Error: Unexpected character: \"?\".")]
    [InlineData("{\n  a(b: 01)\n}", 2, 9, "Syntax Error: Invalid number, unexpected digit after 0: \"1\".")]
    [InlineData("{ a(b: \"x\ny\") }", 1, 10, "Syntax Error: Unterminated string.")]
    [InlineData("{ a(b: \"\\q\") }", 1, 9, "Syntax Error: Invalid character escape sequence: \"\\q\".")]
    [InlineData("{ a(b: \"\\uD83D\\u0041\") }", 1, 9, "Syntax Error: Invalid Unicode escape sequence: \"\\uD83D\".")]
    [InlineData("{ a(b: \"\\u{110000}\") }", 1, 9, "Syntax Error: Invalid Unicode escape sequence: \"\\u{110000}\".")]
    [InlineData("query ($a: Int = $b) { a }", 1, 18, "Syntax Error: Unexpected variable \"$b\" in constant value.")]
    [InlineData("\"d\" { a }", 1, 1, "Syntax Error: Unexpected description, descriptions are not supported on shorthand queries.")]
    [InlineData("fragment on on T { a }", 1, 10, "Syntax Error: Unexpected Name \"on\".")]
    [InlineData("enum E { true }", 1, 10, "Syntax Error: Name \"true\" is reserved and cannot be used for an enum value.")]
    [InlineData("extend type A", 1, 14, "Syntax Error: Unexpected <EOF>.")]
    [InlineData("directive @a on NOWHERE", 1, 17, "Syntax Error: Unexpected Name \"NOWHERE\".")]
    [InlineData("notAKeyword A { a }", 1, 1, "Syntax Error: Unexpected Name \"notAKeyword\".")]
    public void Parse_NotADocument_SaysWhatAndWhere(string text, int line, int column, string message)
    {
        var error = Should.Throw<GraphQLSyntaxException>(() => Parser.Parse(text));

        (error.Message, error.Location.Line, error.Location.Column).ShouldBe((message, line, column));
    }

    [Theory]
    [InlineData("\"\\u{1F600}\"", "😀")]
    [InlineData("\"\\uD83D\\uDE00\"", "😀")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t")]
    [InlineData("\"\"\"\n    first\n      second\n\n    \\\"\"\" last\n  \"\"\"", "first\n  second\n\n\"\"\" last")]
    [InlineData("\"\"\"a\r\n  b\r  c\"\"\"", "a\nb\nc")]
    [InlineData("\"\"\"\n\n\"\"\"", "")]
    public void ParseValue_Text_IsItsMeaning(string text, string expected) =>
        Parser.ParseValue(text).ShouldBeOfType<StringValueNode>().Value.ShouldBe(expected);

    [Fact]
    public void Parse_Nodes_KnowWhereTheyStand()
    {
        var query = Parser.Parse("# say\r\nquery {\r\n  alias: name(a: 1)\n}").Definitions[0].ShouldBeOfType<OperationDefinitionNode>();

        var field = query.SelectionSet.Selections[0];

        (field.Location.Line, field.Location.Column, field.Location.End - field.Location.Start).ShouldBe((3, 3, "alias: name(a: 1)".Length));
    }

    [Fact]
    public void Parse_TooManyTokens_StopsAtTheLimit() =>
        Should.Throw<GraphQLSyntaxException>(() => Parser.Parse("{ a b c }", new ParserOptions { MaxTokens = 4 }))
            .Message.ShouldBe("Syntax Error: Document contains more than 4 tokens. Parsing aborted.");

    [Fact]
    public void Parse_TooLong_IsNotRead() =>
        Should.Throw<GraphQLSyntaxException>(() => Parser.Parse("{ a b c }", new ParserOptions { MaxLength = 4 }))
            .Message.ShouldContain("longer than 4");

    [Theory]
    [InlineData("", "{ a ")]
    [InlineData("{ a(b: ", "[")]
    [InlineData("{ a(b: ", "{c: ")]
    [InlineData("query ($a: ", "[")]
    public void Parse_NestedWithoutEnd_StopsBeforeTheStackDoes(string before, string step)
    {
        var text = before + string.Concat(Enumerable.Repeat(step, 20_000));

        Should.Throw<GraphQLSyntaxException>(() => Parser.Parse(text, ParserOptions.Trusted)).Message.ShouldContain("nested deeper");
    }
}
