using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Correlator.GraphQL.Execution;
using Correlator.IntegrationTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.GraphQL;

/// <summary>Operations are answered as graphql-js answers them: the same data, messages, places and paths, in the same order.</summary>
public sealed partial class ReferenceExecutionTests
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "tests", "Correlator.IntegrationTests", "GraphQL");
    private static readonly string[] Newer = ["__Schema", "__Directive", "__DirectiveLocation"];
    private static readonly GraphQLOptions NoLimits = new()
    {
        MaxDocumentBytes = int.MaxValue,
        MaxDepth = 100,
        MaxFields = int.MaxValue,
        MaxAliases = int.MaxValue,
        MaxDirectives = int.MaxValue,
        MaxCost = int.MaxValue,
        ShowExceptions = true,
    };

    [Fact]
    public async Task Execute_CorpusAndGeneratedOperations_SameAnswersAsTheReferenceImplementation()
    {
        var sdl = await File.ReadAllTextAsync(Path.Combine(Folder, "schema.graphql"));
        var schema = PathData.Schema(sdl, isSlow: false);
        var corpus = await File.ReadAllTextAsync(Path.Combine(Folder, "operations.txt"));
        (string Document, Dictionary<string, object?> Variables)[] cases =
        [
            .. corpus.Split("\n---\n").Select(text => (text.Trim(), new Dictionary<string, object?>())),
            .. Enumerable.Range(1, 1_000).Select(seed => new OperationGenerator(schema, seed).Next()),
        ];

        var theirs = await ReferenceImplementation.AnswersAsync(sdl, cases);

        static bool IsValid(JsonElement answer) => !answer.TryGetProperty("invalid", out _);
        var valid = cases.Zip(theirs).Where(pair => IsValid(pair.Second)).Select(pair => Case(pair.First.Variables, pair.Second)).ToArray();
        var invalid = cases.Zip(theirs).Where(pair => !IsValid(pair.Second))
            .Select(pair => $"{pair.Second.GetProperty("invalid").GetString()}: {pair.First.Document}");
        valid.Length.ShouldBeGreaterThan(700, string.Join('\n', invalid.Take(5)));
        valid.Count(found => found.Answers.Contains("\"errors\"", StringComparison.Ordinal)).ShouldBeGreaterThan(200);
        valid.Count(found => !found.Answers.Contains("\"errors\"", StringComparison.Ordinal)).ShouldBeGreaterThan(100);
        await CompareAsync(new GraphQLExecutor(schema, NoLimits), valid, Told);
        await CompareAsync(new GraphQLExecutor(PathData.Schema(sdl, isSlow: true), NoLimits), valid, DataOnly);
    }

    [Fact]
    public async Task Execute_DocumentsThatAreNearlyRight_AreAnsweredWithDataOrErrors()
    {
        var sdl = await File.ReadAllTextAsync(Path.Combine(Folder, "schema.graphql"));
        var executor = new GraphQLExecutor(PathData.Schema(sdl, isSlow: true), new GraphQLOptions { MaxCachedDocuments = 50 });

        await Parallel.ForEachAsync(Enumerable.Range(1, 1_500), async (seed, _) =>
        {
            var answer = JsonNode.Parse(await AnswerAsync(executor, new DocumentGenerator(seed).Next(), []))!;

            (answer["data"] is not null || answer["errors"]!.AsArray().Count > 0).ShouldBeTrue();
        });
        executor.CachedDocuments.ShouldBeInRange(1, 50);
    }

    private static (string Document, Dictionary<string, object?> Variables, string Answers) Case(
        Dictionary<string, object?> variables, JsonElement answered)
    {
        var answers = answered.GetProperty("answers").EnumerateArray().Select(answer => answer.GetString());
        return (answered.GetProperty("document").GetString()!, variables, string.Join('\n', answers));
    }

    private static async Task CompareAsync(
        GraphQLExecutor executor,
        (string Document, Dictionary<string, object?> Variables, string Answers)[] cases,
        Func<string, string> part)
    {
        var different = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(cases, async (one, _) =>
        {
            var (document, variables, theirs) = one;
            var ours = await AnswerAsync(executor, document, variables);
            if (part(ours) != part(theirs))
            {
                different.Add($"{document}\n  {JsonSerializer.Serialize(variables)}\n  reference: {part(theirs)}\n  here: {part(ours)}");
            }
        });

        different.Take(5).ShouldBeEmpty($"{different.Count} of {cases.Length} differ");
    }

    private static async Task<string> AnswerAsync(GraphQLExecutor executor, string document, Dictionary<string, object?> variables)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        var result = await executor.ExecuteAsync(new GraphQLRequest(document, Variables: JsonSerializer.SerializeToElement(variables)), services);
        if (result is not SubscriptionResult subscription)
        {
            return Text((QueryResult)result);
        }

        var answers = new List<string>();
        await using (subscription)
        {
            await foreach (var answer in subscription)
            {
                answers.Add(Text(answer));
            }
        }

        return string.Join('\n', answers);
    }

    private static string Text(QueryResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ResultWriter.Write(result, buffer);
        return IdOfLog().Replace(Encoding.UTF8.GetString(buffer.WrittenSpan), "");
    }

    private static string Told(string answers) =>
        answers.Contains("\"queryType\":{\"name\":\"Query\"", StringComparison.Ordinal) ? Ordered(JsonNode.Parse(answers)) : answers;

    /// <summary>When siblings of what became null run at the same time, which of their errors are told is nobody's promise.</summary>
    private static string DataOnly(string answers) => string.Join('\n', answers.Split('\n').Select(answer => Ordered(JsonNode.Parse(answer)!["data"])));

    /// <summary>
    /// Types in introspection have no order that means anything. The reference implementation knows deprecated directives, which no edition
    /// of the specification has yet.
    /// </summary>
    private static string Ordered(JsonNode? node) => Sorted(node)?.ToJsonString().Replace(",\"DIRECTIVE_DEFINITION\"", "", StringComparison.Ordinal) ?? "null";

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list when list.All(item => item is JsonObject named && named["name"] is JsonValue) => new JsonArray(
        [
            .. list.Where(item => !Newer.Contains(item!["name"]!.GetValue<string>()))
                .Select(Sorted)
                .OrderBy(item => item!["name"]!.GetValue<string>(), StringComparer.Ordinal),
        ]),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex(@",""extensions"":\{""id"":""[0-9a-f]+""\}")]
    private static partial Regex IdOfLog();
}
