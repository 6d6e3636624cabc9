using Correlator.GraphQL;
using Correlator.GraphQL.DataLoading;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Types;
using Correlator.Tests.Support;

namespace Correlator.Tests.GraphQL.Execution;

/// <summary>What the comparison with the reference implementation does not reach, and what should be read without it.</summary>
public sealed class ExecutionTests
{
    private static readonly Dictionary<string, object?> Rex = new()
    {
        ["__typename"] = "Dog",
        ["name"] = "Rex",
        ["age"] = 4,
        ["friends"] = new List<object?>(),
    };

    [Fact]
    public async Task Execute_FragmentsAndAliases_AreOneObjectInTheOrderOfTheDocument() =>
        (await AskAsync("{ ...Q dog { name } b: number } fragment Q on Query { dog { age ...{ name } } number }"))
            .ShouldBe("{'data':{'dog':{'age':4,'name':'Rex'},'number':7,'b':7}}");

    [Theory]
    [InlineData("{'yes':true}", "{'data':{'a':7,'b':7}}")]
    [InlineData("{'yes':false}", "{'data':{'number':7}}")]
    [InlineData("{}", "{'data':{'a':7,'b':7}}")]
    public async Task Execute_SkipAndInclude_FollowTheVariables(string variables, string expected)
    {
        const string document =
            """
            query ($yes: Boolean = true) {
              a: number @include(if: $yes)
              ... @include(if: $yes) { b: number }
              number @skip(if: $yes)
            }
            """;

        (await AskAsync(document, variables)).ShouldBe(expected);
    }

    [Fact]
    public async Task Execute_ConditionIsNull_IsAnError()
    {
        var answer = await AskAsync("query ($yes: Boolean = true) { number @skip(if: $yes) }", "{'yes':null}");

        answer.ShouldBe(OneLine.Of(
            """
            {'errors':[{
              'message':'Argument \'if\' of non-null type \'Boolean!\' must not be null.',
              'locations':[{'line':1,'column':49}]}],
            'data':null}
            """));
    }

    [Fact]
    public async Task Execute_AbstractTypes_AnswerByTheTypeOfTheValue() =>
        (await AskAsync("{ pets { __typename name ... on Dog { age } ... on Cat { lives } } beast { ... on Cat { lives } } }"))
            .ShouldBe("{'data':{'pets':[{'__typename':'Dog','name':'Rex','age':4},{'__typename':'Cat','name':'Tom','lives':9}],'beast':{'lives':9}}}");

    [Fact]
    public async Task Execute_NullInNonNull_GoesUpToTheNextNullable() =>
        (await AskAsync("{ lost { dog { must } } number }")).ShouldBe(Answers.WithError(
            "Cannot return null for non-nullable field Dog.must.", column: 16, path: "'lost','dog','must'", data: "{'lost':null,'number':7}"));

    [Fact]
    public async Task Execute_NullInNonNullUpToTheRoot_IsNoData() =>
        (await AskAsync("{ need { need { dog { must } } } }")).ShouldStartWith(Answers.WithError(
            "Cannot return null for non-nullable field Dog.must.", column: 23, path: "'need','need','dog','must'", data: "null"));

    [Fact]
    public async Task Execute_ErrorInAList_HasItsPositionAndLeavesTheOthers() =>
        (await AskAsync("{ numbers }")).ShouldBe(Answers.WithError(
            "Int cannot represent non-integer value: \\'x\\'", column: 3, path: "'numbers',1", data: "{'numbers':[1,null,3]}"));

    [Fact]
    public async Task Execute_WaitingResolvers_AnswerInTheOrderOfTheDocument() =>
        (await AskAsync("{ late lost { dog { lateMust } } later: late number }")).ShouldBe(Answers.WithError(
            "no", column: 21, path: "'lost','dog','lateMust'", data: "{'late':'done','lost':null,'later':'done','number':7}"));

    [Fact]
    public async Task Execute_ArgumentOfNoResolverField_IsCheckedAllTheSame() =>
        (await AskAsync("query ($n: Int) { echo(n: $n) }", "{'n':null}")).ShouldContain("Argument \\'n\\' of non-null type \\'Int!\\' must not be null.");

    [Fact]
    public async Task Execute_NeitherResolverNorDictionary_SaysWhatIsMissing()
    {
        var schema = SchemaBuilder.FromSdl("type Query { a: Int }");

        var answer = await Answers.OfAsync(schema, "{ a }", options: new GraphQLOptions { ShowExceptions = true });

        answer.ShouldContain("\\'Query.a\\' has neither resolver nor getter, and its source is null, not a dictionary.");
    }

    [Theory]
    [InlineData("{ numbers }", 4, true)]
    [InlineData("{ numbers }", 3, false)]
    [InlineData("{ pets { name } }", 5, true)]
    [InlineData("{ pets { name } }", 4, false)]
    [InlineData("{ late lost { dog { age } } }", 3, false)]
    public async Task Execute_AnswerOfTooManyValues_IsNotGiven(string document, int max, bool isGiven)
    {
        var answer = await Answers.OfAsync(Schema(), document, options: new GraphQLOptions { MaxValues = max });

        var refusal = $"{{'errors':[{{'message':'The answer has more than {max} values.','locations':[{{'line':1,'column':1}}]}}],'data':null}}";
        answer.EndsWith(refusal, StringComparison.Ordinal).ShouldBe(!isGiven);
        answer.Contains("'data':{", StringComparison.Ordinal).ShouldBe(isGiven);
    }

    [Fact]
    public async Task Execute_AmbientValueOfWhoAsksALoaderLate_IsNotSeenByIt()
    {
        var ambient = new AsyncLocal<string?> { Value = "request" };
        var isIdle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var schema = SchemaBuilder.FromSdl("type Query { late: String }");
        ((ObjectType)schema.Types["Query"]).Resolve("late", async context => await Task.Run(async () =>
        {
            await isIdle.Task;
            ambient.Value = "resolver";
            return await context.Batches.Loader("seen", scheduler => new AmbientLoader(scheduler, ambient)).LoadAsync(1);
        }));

        var running = Answers.OfAsync(schema, "{ late }");
        isIdle.SetResult();

        (await running).ShouldBe("{'data':{'late':'request'}}");
    }

    [Fact]
    public async Task Execute_AmbientValueSetByAResolver_IsNotSeenByOthers()
    {
        var ambient = new AsyncLocal<string?> { Value = "request" };
        var schema = SchemaBuilder.FromSdl("type Query { set: Query seen: String }");
        var query = (ObjectType)schema.Types["Query"];
        query.Resolve("set", async _ =>
        {
            await Task.Yield();
            ambient.Value = "resolver";
            return 1;
        });
        query.Resolve("seen", _ => new(ambient.Value));

        var answer = await Answers.OfAsync(schema, "{ set { seen set { seen } } seen }");

        answer.ShouldBe("{'data':{'set':{'seen':'request','set':{'seen':'request'}},'seen':'request'}}");
    }

    [Fact]
    public async Task Execute_ExceptionAsAValue_FailsItsPlaceAlone()
    {
        var schema = SchemaBuilder.FromSdl("type Query { all: [Int] one: Int }");
        var query = (ObjectType)schema.Types["Query"];
        var failure = new GraphQLException("two") { Extensions = new Dictionary<string, object?> { ["code"] = "TWO" } };
        query.Resolve("all", _ => new(new object[] { 1, failure, 3 }));

        (await Answers.OfAsync(schema, "{ all }")).ShouldBe(OneLine.Of(
            """
            {'errors':[{
              'message':'two',
              'locations':[{'line':1,'column':3}],
              'path':['all',1],
              'extensions':{'code':'TWO'}}],
            'data':{'all':[1,null,3]}}
            """));
    }

    [Fact]
    public async Task Execute_EnumOfTheLanguage_IsWrittenByItsName()
    {
        var schema = SchemaBuilder.FromSdl("type Query { day: Day other: Day } enum Day { MONDAY }");
        var query = (ObjectType)schema.Types["Query"];
        ((EnumType)schema.Types["Day"]).NameOf = value => value.ToString()!.ToUpperInvariant();
        query.Resolve("day", _ => new(DayOfWeek.Monday));
        query.Resolve("other", _ => new(DayOfWeek.Sunday));

        (await Answers.OfAsync(schema, "{ day other }")).ShouldBe(Answers.WithError(
            "Enum \\'Day\\' cannot represent value: Sunday", column: 7, path: "'other'", data: "{'day':'MONDAY','other':null}"));
    }

    [Fact]
    public async Task Execute_ValuesOfAScalarOfOnesOwn_AreWrittenAsJson()
    {
        var schema = SchemaBuilder.FromSdl("scalar Any type Query { any: [Any] }");
        object?[] values =
        [
            1.5m,
            1.25f,
            ulong.MaxValue,
            (short)-3,
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Guid.Empty,
            Answers.Json("{\"a\":[1]}"),
            new Dictionary<string, object?> { ["b"] = new[] { 1, 2 } },
            new Uri("https://example.org"),
        ];
        ((ObjectType)schema.Types["Query"]).Resolve("any", _ => new(values));

        (await Answers.OfAsync(schema, "{ any }")).ShouldBe(OneLine.Of(
            """
            {'data':{'any':[
              1.5,
              1.25,
              18446744073709551615,
              -3,
              '2026-01-02T03:04:05+00:00',
              '00000000-0000-0000-0000-000000000000',
              {'a':[1]},
              {'b':[1,2]},
              'https://example.org/'
            ]}}
            """));
    }

    [Fact]
    public async Task Execute_Mutation_RunsOneFieldAfterTheOther()
    {
        var schema = SchemaBuilder.FromSdl("type Query { a: Int } type Mutation { add(n: Int!): Int }");
        var log = new List<string>();
        schema.Types["Mutation"].ShouldBeOfType<ObjectType>().Resolve("add", async context =>
        {
            var n = context.Argument<int>("n");
            log.Add($"from {n}");
            await Task.Yield();
            log.Add($"to {n}");
            return n == 2 ? throw new GraphQLException("two") : n;
        });

        var answer = await Answers.OfAsync(schema, "mutation { a: add(n: 1) b: add(n: 2) c: add(n: 3) }");

        answer.ShouldBe(Answers.WithError("two", column: 25, path: "'b'", data: "{'a':1,'b':null,'c':3}"));
        log.ShouldBe(["from 1", "to 1", "from 2", "to 2", "from 3", "to 3"]);
    }

    [Fact]
    public async Task Execute_ResolverContext_KnowsWhereItIs()
    {
        var schema = SchemaBuilder.FromSdl("type Query { a: [Query] where(sizes: [Int], mood: Mood, at: ID): String tenant: String } enum Mood { GOOD }");
        var query = schema.Types["Query"].ShouldBeOfType<ObjectType>();
        query.Resolve("a", _ => new(new object[] { 1, 2 }));
        query.Resolve("where", context =>
        {
            var path = string.Join('/', context.Path);
            var sizes = string.Join('+', context.Argument<int[]>("sizes")!);
            var (mood, at, hasAt) = (context.Argument<DayOfWeek?>("mood"), context.Argument<string>("at"), context.HasArgument("at"));
            return new($"{path} {context.Parent<int>()} {sizes} {mood} {at} {hasAt} {context.Field.Name} {context.Operation.Name}");
        });
        query.Resolve("tenant", context => new($"{context.State.Get<string>()}{context.State.Find<int?>()}"));

        var request = new GraphQLRequest("query Q { b: a { w: where(sizes: [1, 2]) tenant } }");
        var answer = await Answers.OfAsync(new GraphQLExecutor(schema), request, new RequestState().With("me"));

        answer.ShouldBe("{'data':{'b':[{'w':'b/0/w 1 1+2   False where Q','tenant':'me'},{'w':'b/1/w 2 1+2   False where Q','tenant':'me'}]}}");
    }

    private static Task<string> AskAsync(string document, string? variables = null) => Answers.OfAsync(Schema(), document, variables?.Replace('\'', '"'));

    private static Schema Schema()
    {
        var schema = SchemaBuilder.FromSdl("""
            type Query { dog: Dog! number: Int numbers: [Int] pets: [Pet!]! beast: Beast lost: Query need: Query! late: String echo(n: Int! = 3): Int }
            interface Pet { name: String }
            type Dog implements Pet { name: String age: Int must: Int! lateMust: Int! friends: [Pet!] }
            type Cat implements Pet { name: String lives: Int }
            union Beast = Dog | Cat
            """);
        var query = (ObjectType)schema.Types["Query"];
        var tom = new Dictionary<string, object?> { ["__typename"] = "Cat", ["name"] = "Tom", ["lives"] = 9 };
        query.Resolve("dog", _ => new(Rex));
        query.Resolve("number", _ => new(7));
        query.Resolve("numbers", _ => new(new object[] { 1, "x", 3 }));
        query.Resolve("pets", _ => new(new[] { Rex, tom }));
        query.Resolve("beast", _ => new(tom));
        query.Resolve("lost", _ => new(1));
        query.Resolve("need", _ => new(1));
        query.Resolve("late", async _ =>
        {
            await Task.Yield();
            return "done";
        });
        query.Read("echo", _ => 1);
        ((ObjectType)schema.Types["Dog"]).Resolve("lateMust", async _ =>
        {
            await Task.Yield();
            throw new GraphQLException("no");
        });
        return schema;
    }

    /// <summary>Loads what is ambient where it fetches.</summary>
    private sealed class AmbientLoader(BatchScheduler scheduler, AsyncLocal<string?> ambient) : BatchDataLoader<int, string>(scheduler)
    {
        protected override Task<IReadOnlyDictionary<int, string>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<int, string>>(keys.ToDictionary(key => key, _ => ambient.Value!));
    }
}
