using Correlator.GraphQL.DataLoading;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Types;
using Correlator.Tests.GraphQL.Execution;
using Correlator.Tests.Support;

namespace Correlator.Tests.GraphQL.DataLoading;

public sealed class DataLoaderTests
{
    private readonly List<string> _fetches = [];

    [Fact]
    public async Task Load_KeysOfOneRequest_AreFetchedLevelByLevelAndOnceEach()
    {
        var answer = await AskAsync("{ a: item(id: 1) { id next { id next { id } } } b: item(id: 2) { next { next { id } } } c: item(id: 1) { id } }");

        answer.ShouldBe("{'data':{'a':{'id':1,'next':{'id':2,'next':{'id':3}}},'b':{'next':{'next':{'id':4}}},'c':{'id':1}}}");
        _fetches.ShouldBe(["1,2", "3", "4"]);
    }

    [Fact]
    public async Task Load_ResolversThatWaitForOtherThings_StillShareBatchesAfterThem()
    {
        // The late ones ask for their keys while the batch of the early one is fetched, or later; their own children come together with them.
        (await AskAsync("{ items(count: 50) { lateNext { id } } }")).ShouldContain("{'lateNext':{'id':51}}");

        _fetches.Sum(fetch => fetch.Split(',').Length).ShouldBe(50);
    }

    [Fact]
    public async Task Load_SeveralResolversThatWaitForOneKey_ShareTheirNextBatch()
    {
        await AskAsync("{ items(count: 4) { a: tenfold { next { id } } b: tenfold { previous { id } } } }");

        _fetches.ShouldBe(["10,20,30,40", "11,9,21,19,31,29,41,39"]);
    }

    [Fact]
    public async Task Load_ManyRequestsThatWaitHereAndThere_AllEnd()
    {
        const string Document = "{ items(count: 30) { lateNext { next { id lateNext { next { id } } } } next { lateNext { id } } } }";
        var expected = await AskAsync(Document);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => AskAsync(Document))));

        answers.Select(DataOf).ShouldAllBe(data => data == DataOf(expected));
    }

    [Fact]
    public async Task Load_MoreKeysThanABatchHolds_AreSeveralBatches()
    {
        await AskAsync("{ items(count: 25) { next { id } } }");

        _fetches.Select(fetch => fetch.Split(',').Length).ShouldBe([10, 10, 5]);
    }

    [Fact]
    public async Task Load_KeyThatFails_FailsAlone() =>
        (await AskAsync("{ bad: item(id: 13) { id } good: item(id: 1) { id } none: item(id: 99) { id } }"))
            .ShouldBe("{'errors':[{'message':'thirteen','locations':[{'line':1,'column':3}],'path':['bad']}],'data':{'bad':null,'good':{'id':1},'none':null}}");

    [Fact]
    public async Task Load_BatchThatFails_FailsAllItsKeys()
    {
        var answer = await AskAsync("{ a: item(id: 1000) { id } b: item(id: 1) { id } }");

        answer.ShouldBe(OneLine.Of(
            """
            {'errors':[
              {'message':'away','locations':[{'line':1,'column':3}],'path':['a']},
              {'message':'away','locations':[{'line':1,'column':28}],'path':['b']}],
            'data':{'a':null,'b':null}}
            """));
    }

    [Fact]
    public async Task Load_OutsideARequest_FetchesWhenNothingElseRuns()
    {
        var loader = new Items(new BatchScheduler(), _fetches);
        loader.Prime(7, 70);

        var values = await loader.LoadAsync([1, 2, 1, 7]);

        values.ShouldBe([1, 2, 1, 70]);
        _fetches.ShouldBe(["1,2"]);
    }

    [Fact]
    public async Task Load_Groups_AreEmptyForKeysWithoutValues()
    {
        var loader = new Letters(new BatchScheduler());

        (await loader.LoadAsync([2, 3])).ShouldBe([["aa", "bb"], []]);
    }

    /// <summary>Key 13 fails in many places, in whichever order they are reached.</summary>
    private static string DataOf(string answer) => answer[answer.IndexOf("'data'", StringComparison.Ordinal)..];

    private Task<string> AskAsync(string document)
    {
        var schema = SchemaBuilder.FromSdl(
            """
            type Query { item(id: Int!): Item items(count: Int!): [Item!]! }
            type Item { id: Int! next: Item lateNext: Item tenfold: Item previous: Item }
            """);
        var (query, item) = ((ObjectType)schema.Types["Query"], (ObjectType)schema.Types["Item"]);
        query.Resolve("item", async context => await LoaderOf(context).LoadAsync(context.Argument<int>("id")) is > 0 and var id ? id : null);
        query.Resolve("items", context => new(Enumerable.Range(1, context.Argument<int>("count"))));
        item.Read("id", source => source);
        item.Resolve("next", async context => await LoaderOf(context).LoadAsync(context.Parent<int>() + 1, context.CancellationToken));
        item.Resolve("previous", async context => await LoaderOf(context).LoadAsync(context.Parent<int>() - 1));
        item.Resolve("tenfold", async context => await LoaderOf(context).LoadAsync(context.Parent<int>() * 10));
        item.Resolve("lateNext", async context =>
        {
            await Task.Yield();
            return await LoaderOf(context).LoadAsync(context.Parent<int>() + 1);
        });
        return Answers.OfAsync(schema, document);
    }

    private Items LoaderOf(ResolverContext context) => context.Batches.Loader(typeof(Items), batches => new Items(batches, _fetches));

    private sealed class Items(BatchScheduler scheduler, List<string> fetches) : DataLoader<int, int>(scheduler, maxBatchSize: 10)
    {
        protected override async Task FetchAsync(Batch<int, int> batch, CancellationToken cancellationToken)
        {
            lock (fetches)
            {
                fetches.Add(string.Join(',', batch.Keys));
            }

            await Task.Yield();
            if (batch.Keys.Contains(1000))
            {
                throw new Correlator.GraphQL.GraphQLException("away");
            }

            foreach (var key in batch.Keys.Where(key => key < 99))
            {
                batch.Set(key, key);
            }

            batch.Fail(13, new Correlator.GraphQL.GraphQLException("thirteen"));
        }
    }

    private sealed class Letters(BatchScheduler scheduler) : GroupedDataLoader<int, string>(scheduler)
    {
        protected override Task<ILookup<int, string>> LoadGroupedBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken) =>
            Task.FromResult(new[] { "aa", "bb", "c" }.ToLookup(text => text.Length));
    }
}
