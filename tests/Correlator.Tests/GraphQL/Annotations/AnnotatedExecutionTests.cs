using System.Buffers;
using System.Text;
using Correlator.GraphQL.Execution;
using Correlator.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.Tests.GraphQL.Annotations;

public sealed class AnnotatedExecutionTests : IDisposable
{
    private static readonly ServiceProvider Server = Shop.Services(typeof(Shop).GetNestedTypes());

    private readonly IServiceScope _request = Server.CreateScope();

    private IServiceProvider Services => _request.ServiceProvider;

    public void Dispose() => _request.Dispose();

    [Theory]
    [InlineData(
        "{ book(id: 1) { title pages binding tags printed reading isLong shout: title } }",
        """
        {"data":{"book":{
          "title":"One",
          "pages":100,
          "binding":"SOFT_COVER",
          "tags":["a",null],
          "printed":"2026-01-02T03:04:05Z",
          "reading":"PT1M30S",
          "isLong":false,
          "shout":"One"
        }}}
        """)]
    [InlineData("{ book(id: 9) { title } }", """{"data":{"book":null}}""")]
    [InlineData("{ describe }", """{"data":{"describe":"HardCover "}}""")]
    [InlineData("{ describe(binding: SOFT_COVER, numbers: [1, 2]) }", """{"data":{"describe":"SoftCover 1+2"}}""")]
    [InlineData(
        "{ search { __typename ... on Book { title } ... on Author { name } } }",
        """{"data":{"search":[{"__typename":"Book","title":"One"},{"__typename":"Author","name":"Ada"}]}}""")]
    [InlineData(
        "{ goods { __typename title } }",
        """
        {"data":{"goods":[
          {"__typename":"Book","title":"One"},
          {"__typename":"Book","title":"Two"},
          {"__typename":"Book","title":"Three"}
        ]}}
        """)]
    [InlineData("""{ findAuthor(by: { name: "x" }) }""", """{"data":{"findAuthor":"x"}}""")]
    [InlineData("""{ findAuthor(by: { id: "QXV0aG9yOjc=" }) }""", """{"data":{"findAuthor":"#7"}}""")]
    [InlineData("""{ old(from: 5, book: "Qm9vazoz", plain: 12) }""", """{"data":{"old":10}}""")]
    [InlineData(
        """mutation { addReview(review: { text: "t", meta: { a: [1, "b"] } }) { text stars meta } }""",
        """{"data":{"addReview":{"text":"t","stars":3,"meta":{"a":[1,"b"]}}}}""")]
    [InlineData("""mutation { addReview(review: { text: "t", stars: 5 }) { stars meta } }""", """{"data":{"addReview":{"stars":5,"meta":null}}}""")]
    [InlineData("{ stocked plain constant }", """{"data":{"stocked":3,"plain":"plain","constant":1}}""")]
    [InlineData("{ caller }", """{"data":{"caller":"me"}}""")]
    public async Task Execute_Document_GivesAnswer(string document, string answer) => (await RunAsync(document)).ShouldBe(OneLine.Of(answer));

    [Theory]
    [InlineData(
        "{ books { nodes { title } totalCount pageInfo { hasNextPage hasPreviousPage } } }",
        """
        {"data":{"books":{
          "nodes":[{"title":"One"}],
          "totalCount":3,
          "pageInfo":{"hasNextPage":true,"hasPreviousPage":false}
        }}}
        """)]
    [InlineData(
        """{ books(first: 2, after: "MA") { edges { cursor node { title } } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }""",
        """
        {"data":{"books":{
          "edges":[{"cursor":"MQ","node":{"title":"Two"}},{"cursor":"Mg","node":{"title":"Three"}}],
          "pageInfo":{"startCursor":"MQ","endCursor":"Mg","hasNextPage":false,"hasPreviousPage":true}
        }}}
        """)]
    [InlineData(
        "{ books(last: 1) { nodes { title } pageInfo { hasNextPage hasPreviousPage } } }",
        """{"data":{"books":{"nodes":[{"title":"Three"}],"pageInfo":{"hasNextPage":false,"hasPreviousPage":true}}}}""")]
    [InlineData("""{ books(last: 2, before: "MQ") { nodes { title } } }""", """{"data":{"books":{"nodes":[{"title":"One"}]}}}""")]
    [InlineData("{ books(filter: { minPages: 200 }) { nodes { title } } }", """{"data":{"books":{"nodes":[{"title":"Three"}]}}}""")]
    [InlineData("{ books(filter: { binding: HARD_COVER }) { nodes { title } } }", """{"data":{"books":{"nodes":[{"title":"Two"}]}}}""")]
    [InlineData(
        """{ stored(first: 2, after: "1") { nodes { title } pageInfo { hasNextPage endCursor } } }""",
        """{"data":{"stored":{"nodes":[{"title":"Two"},{"title":"Three"}],"pageInfo":{"hasNextPage":false,"endCursor":"3"}}}}""")]
    public async Task Execute_PagedField_GivesPage(string document, string answer) => (await RunAsync(document)).ShouldBe(OneLine.Of(answer));

    [Theory]
    [InlineData("{ books(first: 3) { totalCount } }", "`first` is 3; a page has from 0 to 2 items.")]
    [InlineData("{ books(first: 1, last: 1) { totalCount } }", "A page has `first` or `last`, not both.")]
    [InlineData("""{ books(first: 1, before: "MA") { totalCount } }""", "`after` goes with `first`, and `before` with `last`.")]
    [InlineData("""{ books(after: "?") { totalCount } }""", "The cursor \\\"?\\\" is none of this list.")]
    [InlineData("""{ findAuthor(by: { id: "Qm9vazoz" }) }""", "The id \\\"Qm9vazoz\\\" is one of Book, not of Author.")]
    [InlineData("""{ node(id: "nonsense") { id } }""", "The id \\\"nonsense\\\" has no valid format.")]
    [InlineData("""{ findAuthor(by: {}) }""", "OneOf")]
    public async Task Execute_WrongArguments_AreTold(string document, string message) => (await RunAsync(document)).ShouldContain(message);

    [Fact]
    public async Task Execute_GlobalIds_FindTheirNodes()
    {
        (await RunAsync("{ book(id: 2) { id author { id } } }"))
            .ShouldBe("""{"data":{"book":{"id":"Qm9vazoy","author":{"id":"QXV0aG9yOjg="}}}}""");

        (await RunAsync("""{ node(id: "Qm9vazoy") { id ... on Book { title } } nodes(ids: ["QXV0aG9yOjg=", "Qm9vazo5OQ=="]) { __typename } }"""))
            .ShouldBe("""{"data":{"node":{"id":"Qm9vazoy","title":"Two"},"nodes":[{"__typename":"Author"},null]}}""");
    }

    [Fact]
    public async Task Execute_Loaders_LoadOncePerLevel()
    {
        var answer = await RunAsync("{ goods { ... on Book { rank author { name books { author { name } } } } } }");

        answer.ShouldContain("\"name\":\"Author 8\"");
        Services.GetRequiredService<Shop.Stock>().Calls.ShouldBe(["ranks 1,2,3", "authors 7,8", "books 7,8"], ignoreOrder: true);
    }

    [Fact]
    public async Task Execute_Subscriptions_GiveEvents()
    {
        (await StreamAsync("subscription { bookSold(times: 2) { title } }"))
            .ShouldBe(["""{"data":{"bookSold":{"title":"One"}}}""", """{"data":{"bookSold":{"title":"Two"}}}"""]);

        (await StreamAsync("""subscription { onTick(count: 2, prefix: "t") }"""))
            .ShouldBe(["""{"data":{"onTick":"t0"}}""", """{"data":{"onTick":"t1"}}"""]);
    }

    [Fact]
    public async Task Execute_ErrorNotMeantForCallers_IsMasked() => (await RunAsync("{ fail }")).ShouldNotContain("secret");

    [Fact]
    public async Task Execute_CollectionsOfAllKinds_AreRead()
    {
        const string document =
            """
            {
              kinds(
                array: [1],
                list: [2, 3],
                set: [SOFT_COVER, SOFT_COVER],
                nested: [[4], [null]],
                one: 5,
                span: "PT1H",
                id: "00000000-0000-0000-0000-000000000001",
                at: "2026-01-02T03:04:05+01:00",
                day: "2026-01-02",
                exact: 1.50,
                small: 7)
            }
            """;

        var answer = await RunAsync(document);

        answer.ShouldBe("""{"data":{"kinds":"1|2,3|SoftCover|4;|5|01:00:00|1|2026-01-02T02:04:05|2026-01-02|1.50|7"}}""");
    }

    [Theory]
    [InlineData("small: 70000", "Int16 cannot represent value: 70000")]
    [InlineData("id: \"x\"", "UUID cannot represent value: \\\"x\\\"")]
    [InlineData("span: \"P1M\"", "Duration cannot represent value")]
    [InlineData("at: \"2026-01-02T03:04:05\"", "DateTime cannot represent value")]
    [InlineData("day: \"2026-02-30\"", "LocalDate cannot represent value")]
    public async Task Execute_ValueThatIsNone_IsTold(string argument, string message) => (await RunAsync($"{{ kinds({argument}) }}")).ShouldContain(message);

    private static string Write(QueryResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ResultWriter.Write(result, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private async Task<string> RunAsync(string document)
    {
        var executor = Services.GetRequiredService<GraphQLExecutor>();
        var result = await executor.ExecuteAsync(new GraphQLRequest(document), Services, Shop.StateOf("me"));
        return Write(result.ShouldBeOfType<QueryResult>());
    }

    private async Task<List<string>> StreamAsync(string document)
    {
        var answers = new List<string>();
        var result = await Services.GetRequiredService<GraphQLExecutor>().ExecuteAsync(new GraphQLRequest(document), Services);
        await using var stream = result.ShouldBeOfType<SubscriptionResult>();
        await foreach (var answer in stream)
        {
            answers.Add(Write(answer));
        }

        return answers;
    }
}
