using Correlator.GraphQL.Language;

namespace Correlator.Tests.GraphQL;

public sealed class PrinterTests
{
    private const string Executable = """"
        "What it is for"
        query Find($id: ID!, $deep: [[Int!]]! = [[1, 2]] @tag) @live {
          alias: node(id: $id, filter: {a: 1.5e3, b: [true, null, ENUM], c: "q\"\n"}) {
            ...Part @include(if: $yes)
            ... on Other {
              name
            }
            ... @skip(if: false) {
              id
            }
          }
        }

        mutation {
          go
        }

        fragment Part on Node {
          id
        }
        """";

    private const string TypeSystem = """"
        schema @a {
          query: Query
          mutation: Mutation
        }

        """
        A type

        described
        """
        type Query implements A & B @a {
          "field"
          f(x: Int = 1 @a, y: [String!]!): String! @deprecated(reason: "no")
        }

        interface A implements B {
          f: Int
        }

        union U @a = X | Y

        enum E {
          A
          B @deprecated
        }

        input I @oneOf {
          a: Int
          b: String = "x"
        }

        scalar Url @specifiedBy(url: "https://example.org")

        directive @a(x: Int) repeatable on FIELD | OBJECT

        extend type Query {
          g: Int
        }

        extend schema {
          subscription: S
        }
        """";

    [Theory]
    [InlineData(Executable)]
    [InlineData(TypeSystem)]
    public void Print_WhatWasParsed_IsTheSameText(string text) => Printer.Print(Parser.Parse(text)).ShouldBe(text);

    [Fact]
    public void Print_LongArguments_StandOnTheirLines() =>
        Printer.Print(Parser.Parse($$"""{ f(a: "{{new string('x', 40)}}", b: "{{new string('y', 40)}}") }""")).ShouldContain("f(\n    a:");
}
