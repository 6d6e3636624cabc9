using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Types;
using Correlator.Tests.GraphQL.Execution;

namespace Correlator.Tests.GraphQL.Limits;

public sealed class CostTests
{
    private readonly Schema _schema = SchemaBuilder.FromSdl("""
        type Query { item: Item all: [Item] page(first: Int = 5, last: Int): Page few(first: Int): [Item] }
        type Page { edges: [Edge] count: Int other: [Item] }
        type Edge { node: Item cursor: String }
        type Item { id: Int slow: Int page(first: Int = 5, last: Int): Page item: Item all: [Item] }
        """);

    public CostTests()
    {
        foreach (var type in new[] { "Query", "Item" }.Select(name => (ObjectType)_schema.Types[name]))
        {
            type.Fields["page"] = type.Fields["page"] with { Resolver = _ => new((object?)null), SizeArguments = ["first", "last"] };
        }

        var query = (ObjectType)_schema.Types["Query"];
        query.Fields["few"] = query.Fields["few"] with { SizeArguments = ["first"], AssumedSize = 3, Cost = 7 };
        foreach (var field in new[] { "item", "all", "few" })
        {
            query.Resolve(field, _ => new((object?)null));
        }

        ((ObjectType)_schema.Types["Item"]).Resolve("slow", _ => new((object?)null));
    }

    [Theory]
    [InlineData("{ item { id item { id } } }", 1)]
    [InlineData("{ item { slow item { slow } } }", 3)]
    [InlineData("{ all { id } }", 1 + (10 * 1))]
    [InlineData("{ all { slow } }", 1 + (10 * 2))]
    [InlineData("{ all { all { slow } } }", 1 + (10 * (1 + (10 * 2))))]
    [InlineData("{ few { slow } }", 7 + (3 * 2))]
    [InlineData("{ few(first: 100) { slow } }", 7 + (100 * 2))]
    [InlineData("{ page { edges { node { slow } } } }", 1 + (5 * 2))]
    [InlineData("{ page(first: 50) { count edges { cursor node { slow } } other { id } } }", 1 + (50 * 2) + 10)]
    [InlineData("{ page(first: 5, last: 20) { edges { cursor } } }", 1 + 20)]
    [InlineData("{ page(first: 50) { edges { node { page(first: 20) { edges { node { slow } } } } } } }", 1 + (50 * (1 + 1 + (20 * 2))))]
    [InlineData("query ($n: Int = 3) { page(first: $n) { ...P } } fragment P on Page { edges { node { slow } } }", 1 + (3 * 2))]
    [InlineData("{ page(first: 0) { edges { node { slow } } } }", 1)]
    [InlineData("{ __schema { types { fields { name } } } }", 0)]
    public async Task Execute_Cost_CountsWhatMayBeFound(string document, int cost)
    {
        if (cost > 1)
        {
            (await AskAsync(document, cost - 1)).ShouldContain($"The operation weighs {cost}; {cost - 1} is allowed.");
        }

        (await AskAsync(document, Math.Max(cost, 1))).ShouldContain("'data'");
    }

    [Fact]
    public async Task Execute_SizeInAVariable_IsWeighedWithEveryRequest()
    {
        var executor = new GraphQLExecutor(_schema, new GraphQLOptions { MaxCost = 100 });
        const string Document = "query ($n: Int) { page(first: $n) { edges { node { slow } } } }";

        (await Answers.OfAsync(executor, new GraphQLRequest(Document, Variables: Answers.Json("{\"n\":10}")))).ShouldContain("'data'");
        (await Answers.OfAsync(executor, new GraphQLRequest(Document, Variables: Answers.Json("{\"n\":1000}")))).ShouldContain("weighs 2001");
    }

    [Fact]
    public async Task Execute_ListsInListsInLists_WeighMoreThanAnythingAllowed()
    {
        var nested = string.Concat(Enumerable.Repeat("all { ", 30)) + "slow" + string.Concat(Enumerable.Repeat(" }", 30));

        var answer = await Answers.OfAsync(_schema, $"{{ {nested} }}", options: new GraphQLOptions { MaxDepth = 50, MaxCost = int.MaxValue });

        answer.ShouldContain("weighs 1099511627776");
    }

    private Task<string> AskAsync(string document, int maxCost) => Answers.OfAsync(_schema, document, options: new GraphQLOptions { MaxCost = maxCost });
}
