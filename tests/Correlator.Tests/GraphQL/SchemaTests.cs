using Correlator.GraphQL.Types;

namespace Correlator.Tests.GraphQL;

public sealed class SchemaTests
{
    private const string Sdl = """"
        """All of it"""
        schema {
          query: Root
        }

        directive @live(every: Int = 5) repeatable on FIELD

        type Root implements Named {
          name: String!
          find(by: By!, limit: Int = 10): [Thing!]! @deprecated(reason: "slow")
        }

        interface Named {
          name: String
        }

        union Thing = Root

        """How one feels"""
        enum Mood {
          GOOD
          BAD @deprecated
        }

        input By @oneOf {
          id: ID
          mood: Mood
        }

        scalar Time @specifiedBy(url: "https://example.org/time")
        """";

    [Fact]
    public void Print_SchemaOfDefinitions_IsTheDefinitions() => SchemaPrinter.Print(SchemaBuilder.FromSdl(Sdl)).ShouldBe(Sdl);

    [Fact]
    public void FromSdl_Extensions_AddToTheirType()
    {
        var schema = SchemaBuilder.FromSdl("type Query { a: Int } extend type Query { b: [String!] } enum E { A } extend enum E { B }");

        ((ObjectType)schema.Types["Query"]).Fields["b"].Type.ToString().ShouldBe("[String!]");
        ((EnumType)schema.Types["E"]).Values.Keys.ShouldBe(["A", "B"]);
    }

    [Theory]
    [InlineData("type Query { a: Nope }", "Unknown type \"Nope\".")]
    [InlineData("type Query { a: Int } type Query { b: Int }", "There can be only one type named \"Query\".")]
    [InlineData("type Query { a: Int a: Int }", "\"Query.a\" is defined twice.")]
    [InlineData("interface I { a: Int! } type Query implements I { a: Int }", "expects type Int!")]
    [InlineData("type Query { a(b: Query): Int }", "must be Input Type")]
    [InlineData("type Query { a: I } input I { i: I! }", "needs itself")]
    [InlineData("type Query { a: Int } input I @oneOf { i: Int! }", "must be nullable")]
    [InlineData("schema { query: I } input I { i: Int }", "must be one object type")]
    [InlineData("extend type Nope { a: Int } type Query { a: Int }", "it is not defined")]
    public void FromSdl_Contradiction_IsTold(string sdl, string reason) =>
        Should.Throw<SchemaException>(() => SchemaBuilder.FromSdl(sdl)).Message.ShouldContain(reason);
}
