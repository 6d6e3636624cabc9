using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Types;
using Correlator.Tests.GraphQL.Execution;
using Correlator.Tests.Support;

namespace Correlator.Tests.GraphQL;

public sealed class IntrospectionTests
{
    private static readonly Schema Schema = SchemaBuilder.FromSdl("""
        type Query { "what" a(x: Int = 3, old: Int @deprecated): [Mood!]! old: Int @deprecated(reason: "no") }
        enum Mood { GOOD BAD @deprecated }
        input One @oneOf { a: Int b: String @deprecated }
        scalar Url @specifiedBy(url: "https://example.org")
        union U = Query
        """);

    [Theory]
    [InlineData(
        """
        {
          __type(name: "Query") {
            kind
            name
            fields {
              name
              description
              isDeprecated
              type { kind name ofType { kind ofType { kind ofType { name } } } }
              args { name defaultValue }
            }
          }
        }
        """,
        """
        {
          'kind':'OBJECT',
          'name':'Query',
          'fields':[{
            'name':'a',
            'description':'what',
            'isDeprecated':false,
            'type':{'kind':'NON_NULL','name':null,'ofType':{'kind':'LIST','ofType':{'kind':'NON_NULL','ofType':{'name':'Mood'}}}},
            'args':[{'name':'x','defaultValue':'3'}]
          }]
        }
        """)]
    [InlineData(
        """
        {
          __type(name: "Query") {
            fields(includeDeprecated: true) { name deprecationReason args(includeDeprecated: true) { name } }
            interfaces { name }
            possibleTypes { name }
          }
        }
        """,
        """
        {
          'fields':[
            {'name':'a','deprecationReason':null,'args':[{'name':'x'},{'name':'old'}]},
            {'name':'old','deprecationReason':'no','args':[]}
          ],
          'interfaces':[],
          'possibleTypes':null
        }
        """)]
    [InlineData("""{ __type(name: "Mood") { enumValues { name } all: enumValues(includeDeprecated: true) { name deprecationReason } } }""",
        "{'enumValues':[{'name':'GOOD'}],'all':[{'name':'GOOD','deprecationReason':null},{'name':'BAD','deprecationReason':'No longer supported'}]}")]
    [InlineData("""{ __type(name: "One") { kind isOneOf inputFields { name } } }""", "{'kind':'INPUT_OBJECT','isOneOf':true,'inputFields':[{'name':'a'}]}")]
    [InlineData(
        """{ __type(name: "Url") { specifiedByURL isOneOf fields { name } } }""",
        "{'specifiedByURL':'https://example.org','isOneOf':null,'fields':null}")]
    [InlineData("""{ __type(name: "U") { possibleTypes { name __typename } } }""", "{'possibleTypes':[{'name':'Query','__typename':'__Type'}]}")]
    [InlineData("""{ __type(name: "Nope") { name } }""", "null")]
    public async Task Type_OfTheSchema_TellsOfItself(string document, string expected) =>
        (await Answers.OfAsync(Schema, document)).ShouldBe($"{{'data':{{'__type':{OneLine.Of(expected)}}}}}");

    [Fact]
    public async Task Schema_OfTheSchema_HasRootsAndDirectives() =>
        (await Answers.OfAsync(Schema, "{ __schema { queryType { name } mutationType { name } directives { name isRepeatable locations args { name } } } }"))
            .ShouldContain("'queryType':{'name':'Query'},'mutationType':null");

    [Fact]
    public async Task Schema_InCircles_IsRefused()
    {
        const string circles = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";

        var answer = await Answers.OfAsync(Schema, circles, options: new GraphQLOptions { MaxCost = int.MaxValue });

        answer.ShouldContain("Maximum introspection depth exceeded");
    }
}
