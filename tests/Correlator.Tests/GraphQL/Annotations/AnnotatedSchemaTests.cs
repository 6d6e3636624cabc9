using System.Buffers;
using System.Text;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.DataLoading;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Hosting;
using Correlator.GraphQL.Paging;
using Correlator.GraphQL.Types;
using Correlator.Tests.Architecture;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.Tests.GraphQL.Annotations;

public sealed class AnnotatedSchemaTests
{
    private readonly ServiceProvider _services = Services(typeof(Shop).GetNestedTypes());

    private interface IUnannotated;

    [Fact]
    public void Schema_OfAnnotatedTypes_IsPrinted()
    {
        var sdl = SchemaPrinter.Print(_services.GetRequiredService<Schema>());
        var path = Repository.PathOf("tests", "Correlator.Tests", "GraphQL", "Annotations", "shop.graphql");
        if (Environment.GetEnvironmentVariable("CORRELATOR_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, sdl + "\n");
        }

        (sdl + "\n" == File.ReadAllText(path)).ShouldBeTrue(sdl);
    }

    [Theory]
    [InlineData("{ book(id: 1) { title pages binding tags printed reading isLong shout: title } }", """{"data":{"book":{"title":"One","pages":100,"binding":"SOFT_COVER","tags":["a",null],"printed":"2026-01-02T03:04:05Z","reading":"PT1M30S","isLong":false,"shout":"One"}}}""")]
    [InlineData("{ book(id: 9) { title } }", """{"data":{"book":null}}""")]
    [InlineData("{ describe }", """{"data":{"describe":"HardCover "}}""")]
    [InlineData("{ describe(binding: SOFT_COVER, numbers: [1, 2]) }", """{"data":{"describe":"SoftCover 1+2"}}""")]
    [InlineData("{ search { __typename ... on Book { title } ... on Author { name } } }", """{"data":{"search":[{"__typename":"Book","title":"One"},{"__typename":"Author","name":"Ada"}]}}""")]
    [InlineData("{ goods { __typename title } }", """{"data":{"goods":[{"__typename":"Book","title":"One"},{"__typename":"Book","title":"Two"},{"__typename":"Book","title":"Three"}]}}""")]
    [InlineData("""{ findAuthor(by: { name: "x" }) }""", """{"data":{"findAuthor":"x"}}""")]
    [InlineData("""{ findAuthor(by: { id: "QXV0aG9yOjc=" }) }""", """{"data":{"findAuthor":"#7"}}""")]
    [InlineData("""{ old(from: 5, book: "Qm9vazoz", plain: 12) }""", """{"data":{"old":10}}""")]
    [InlineData("""mutation { addReview(review: { text: "t", meta: { a: [1, "b"] } }) { text stars meta } }""", """{"data":{"addReview":{"text":"t","stars":3,"meta":{"a":[1,"b"]}}}}""")]
    [InlineData("""mutation { addReview(review: { text: "t", stars: 5 }) { stars meta } }""", """{"data":{"addReview":{"stars":5,"meta":null}}}""")]
    [InlineData("{ stocked plain constant }", """{"data":{"stocked":3,"plain":"plain","constant":1}}""")]
    [InlineData("{ caller }", """{"data":{"caller":"me"}}""")]
    public async Task Execute_Document_GivesAnswer(string document, string answer) => (await RunAsync(document)).ShouldBe(answer);

    [Theory]
    [InlineData("{ books { nodes { title } totalCount pageInfo { hasNextPage hasPreviousPage } } }", """{"data":{"books":{"nodes":[{"title":"One"}],"totalCount":3,"pageInfo":{"hasNextPage":true,"hasPreviousPage":false}}}}""")]
    [InlineData("""{ books(first: 2, after: "MA") { edges { cursor node { title } } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }""", """{"data":{"books":{"edges":[{"cursor":"MQ","node":{"title":"Two"}},{"cursor":"Mg","node":{"title":"Three"}}],"pageInfo":{"startCursor":"MQ","endCursor":"Mg","hasNextPage":false,"hasPreviousPage":true}}}}""")]
    [InlineData("{ books(last: 1) { nodes { title } pageInfo { hasNextPage hasPreviousPage } } }", """{"data":{"books":{"nodes":[{"title":"Three"}],"pageInfo":{"hasNextPage":false,"hasPreviousPage":true}}}}""")]
    [InlineData("""{ books(last: 2, before: "MQ") { nodes { title } } }""", """{"data":{"books":{"nodes":[{"title":"One"}]}}}""")]
    [InlineData("{ books(filter: { minPages: 200 }) { nodes { title } } }", """{"data":{"books":{"nodes":[{"title":"Three"}]}}}""")]
    [InlineData("{ books(filter: { binding: HARD_COVER }) { nodes { title } } }", """{"data":{"books":{"nodes":[{"title":"Two"}]}}}""")]
    [InlineData("""{ stored(first: 2, after: "1") { nodes { title } pageInfo { hasNextPage endCursor } } }""", """{"data":{"stored":{"nodes":[{"title":"Two"},{"title":"Three"}],"pageInfo":{"hasNextPage":false,"endCursor":"3"}}}}""")]
    public async Task Execute_PagedField_GivesPage(string document, string answer) => (await RunAsync(document)).ShouldBe(answer);

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
        (await RunAsync("{ book(id: 2) { id author { id } } }")).ShouldBe("""{"data":{"book":{"id":"Qm9vazoy","author":{"id":"QXV0aG9yOjg="}}}}""");
        (await RunAsync("""{ node(id: "Qm9vazoy") { id ... on Book { title } } nodes(ids: ["QXV0aG9yOjg=", "Qm9vazo5OQ=="]) { __typename } }"""))
            .ShouldBe("""{"data":{"node":{"id":"Qm9vazoy","title":"Two"},"nodes":[{"__typename":"Author"},null]}}""");
    }

    [Fact]
    public async Task Execute_Loaders_LoadOncePerLevel()
    {
        var answer = await RunAsync("{ goods { ... on Book { rank author { name books { author { name } } } } } }");

        answer.ShouldContain("\"name\":\"Author 8\"");
        _services.GetRequiredService<Shop.Stock>().Calls.ShouldBe(["ranks 1,2,3", "authors 7,8", "books 7,8"], ignoreOrder: true);
    }

    [Fact]
    public async Task Execute_Subscriptions_GiveEvents()
    {
        (await StreamAsync("subscription { bookSold(times: 2) { title } }")).ShouldBe(["""{"data":{"bookSold":{"title":"One"}}}""", """{"data":{"bookSold":{"title":"Two"}}}"""]);
        (await StreamAsync("""subscription { onTick(count: 2, prefix: "t") }""")).ShouldBe(["""{"data":{"onTick":"t0"}}""", """{"data":{"onTick":"t1"}}"""]);
    }

    [Fact]
    public async Task Execute_ErrorNotMeantForCallers_IsMasked() => (await RunAsync("{ fail }")).ShouldNotContain("secret");

    [Fact]
    public void Schema_OfWrongTypes_TellsAllOfThemByMember()
    {
        var reasons = Should.Throw<SchemaException>(() => Services([typeof(Wrong), typeof(WrongLoader)]).GetRequiredService<Schema>()).Reasons;

        reasons.ShouldContain(reason => reason.Contains("Wrong.Nothing") && reason.Contains("returns a value"));
        reasons.ShouldContain(reason => reason.Contains("Wrong.Abstract") && reason.Contains("has no GraphQL type"));
        reasons.ShouldContain(reason => reason.Contains("Wrong.Unregistered") && reason.Contains("neither a registered service nor an input"));
        reasons.ShouldContain(reason => reason.Contains("Wrong.GetTwice") && reason.Contains("already"));
        reasons.ShouldContain(reason => reason.Contains("Wrong.Paged") && reason.Contains("returns a Connection<T> or a list"));
        reasons.ShouldContain(reason => reason.Contains("Wrong.Syntax") && reason.Contains("[Strin"));
        reasons.ShouldContain(reason => reason.Contains("WrongLoader.Load") && reason.Contains("[DataLoader]"));
        reasons.Count.ShouldBe(7, string.Join('\n', reasons));
    }

    [Fact]
    public void Schema_OfWrongLoaders_TellsAllOfThemByMember()
    {
        var reasons = Should.Throw<SchemaException>(() => Services([typeof(Ambiguous), typeof(TwoLoaders)]).GetRequiredService<Schema>()).Reasons;

        reasons.ShouldContain(reason => reason.Contains("Ambiguous.One") && reason.Contains("there are First, Second"));
        reasons.ShouldContain(reason => reason.Contains("TwoLoaders.GetSecondAsync(missing)") && reason.Contains("is no registered service"));
        reasons.ShouldContain(reason => reason.Contains("Ambiguous.Sized") && reason.Contains("[ListSize] names the argument count"));
        reasons.ShouldContain(reason => reason.Contains("Ambiguous.Cut") && reason.Contains("cut once more"));
        reasons.Count.ShouldBe(4, string.Join('\n', reasons));
    }

    [Fact]
    public void Schema_WithoutQueries_IsTold() => Should.Throw<SchemaException>(() => Services([]).GetRequiredService<Schema>()).Message.ShouldContain("[QueryType]");

    [Fact]
    public void Schema_OfPropertiesAndOfMethodsOfTheParentAlone_ReadsWithoutResolvers()
    {
        var book = ((ObjectType)_services.GetRequiredService<Schema>().Types["Book"]).Fields;

        book.Values.Where(field => field.Resolver is null).Select(field => field.Name).ShouldBe(["id", "title", "pages", "binding", "tags", "printed", "reading", "isLong", "ids"]);
        book.Values.ShouldAllBe(field => field.Resolver != null || field.Getter != null);
    }

    [Fact]
    public void Schema_OfListsWithLimits_WeighsThem()
    {
        var query = ((ObjectType)_services.GetRequiredService<Schema>().Types["Query"]).Fields;

        (query["books"].SizeArguments, query["books"].AssumedSize).ShouldBe((query["books"].SizeArguments, 1));
        query["books"].SizeArguments.ShouldBe(["first", "last"]);
        query["newest"].SizeArguments.ShouldBe(["first"]);
        query["some"].SizeArguments.ShouldBe(["count"]);
        query["some"].AssumedSize.ShouldBe(7);
        query["some"].Cost.ShouldBe(5);
        query["search"].SizeArguments.ShouldBeEmpty();
    }

    [Fact]
    public async Task Execute_CollectionsOfAllKinds_AreRead() => (await RunAsync("{ kinds(array: [1], list: [2, 3], set: [SOFT_COVER, SOFT_COVER], nested: [[4], [null]], one: 5, span: \"PT1H\", id: \"00000000-0000-0000-0000-000000000001\", at: \"2026-01-02T03:04:05+01:00\", day: \"2026-01-02\", exact: 1.50, small: 7) }"))
        .ShouldBe("""{"data":{"kinds":"1|2,3|SoftCover|4;|5|01:00:00|1|2026-01-02T02:04:05|2026-01-02|1.50|7"}}""");

    [Theory]
    [InlineData("small: 70000", "Int16 cannot represent value: 70000")]
    [InlineData("id: \"x\"", "UUID cannot represent value: \\\"x\\\"")]
    [InlineData("span: \"P1M\"", "Duration cannot represent value")]
    [InlineData("at: \"2026-01-02T03:04:05\"", "DateTime cannot represent value")]
    [InlineData("day: \"2026-02-30\"", "LocalDate cannot represent value")]
    public async Task Execute_ValueThatIsNone_IsTold(string argument, string message) => (await RunAsync($"{{ kinds({argument}) }}")).ShouldContain(message);

    private static ServiceProvider Services(Type[] types)
    {
        var services = new ServiceCollection();
        services.AddSingleton<Shop.Stock>();
        services.AddGraphQLServer().AddTypes(types).ModifyOptions(options => options.MaxDepth = 10);
        return services.BuildServiceProvider();
    }

    private static string Write(QueryResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ResultWriter.Write(result, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private async Task<string> RunAsync(string document) =>
        Write((await _services.GetRequiredService<GraphQLExecutor>().ExecuteAsync(new GraphQLRequest(document), _services, Shop.StateOf("me"))).ShouldBeOfType<QueryResult>());

    private async Task<List<string>> StreamAsync(string document)
    {
        var answers = new List<string>();
        await using var stream = (await _services.GetRequiredService<GraphQLExecutor>().ExecuteAsync(new GraphQLRequest(document), _services)).ShouldBeOfType<SubscriptionResult>();
        await foreach (var answer in stream)
        {
            answers.Add(Write(answer));
        }

        return answers;
    }

    [QueryType]
    private static class Wrong
    {
        public static Task Nothing() => Task.CompletedTask;

        public static IUnannotated? Abstract() => null;

        public static int Unregistered(IUnannotated service) => service.GetHashCode();

        public static int Twice() => 2;

        public static int GetTwice() => 2;

        [UsePaging]
        public static int Paged() => 1;

        [GraphQLType("[Strin")]
        public static string Syntax() => "";
    }

    private static class WrongLoader
    {
        [DataLoader]
        public static int Load(IReadOnlyList<int> keys) => keys.Count;
    }

    [QueryType]
    private static class Ambiguous
    {
        public static int One(DataLoader<int, string> none) => none.GetHashCode();

        [ListSize(SlicingArguments = ["count"])]
        public static int[] Sized() => [];

        [UsePaging]
        public static int[] Cut(PagingArguments arguments) => [arguments.Size];
    }

    private static class TwoLoaders
    {
        [DataLoader]
        public static Task<Dictionary<int, string>> GetFirstAsync(IReadOnlyList<int> keys) => Task.FromResult(keys.ToDictionary(key => key, key => ""));

        [DataLoader]
        public static Task<Dictionary<int, string>> GetSecondAsync(IReadOnlyList<int> keys, IUnannotated missing) => Task.FromResult(keys.ToDictionary(key => key, key => missing.ToString()!));
    }
}
