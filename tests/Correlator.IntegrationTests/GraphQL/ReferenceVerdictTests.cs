using System.Text.Json;
using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;
using Correlator.GraphQL.Validation;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.GraphQL;

/// <summary>Documents are read, refused and printed as graphql-js does.</summary>
public sealed class ReferenceVerdictTests
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "tests", "Correlator.IntegrationTests", "GraphQL");

    [Fact]
    public async Task Validate_CorpusAndGeneratedDocuments_SameVerdictsAsTheReferenceImplementation()
    {
        var sdl = await File.ReadAllTextAsync(Path.Combine(Folder, "schema.graphql"));
        var schema = SchemaBuilder.FromSdl(sdl);
        string[] documents =
        [
            .. (await File.ReadAllTextAsync(Path.Combine(Folder, "documents.txt"))).Split("\n---\n"),
            .. Enumerable.Range(1, 1_500).Select(seed => new DocumentGenerator(seed).Next()),
        ];

        var verdicts = await ReferenceImplementation.VerdictsAsync(sdl, documents);

        var different = documents.Zip(verdicts)
            .Select(pair => (pair.First, Theirs: Text(pair.Second), Ours: Text(schema, pair.First)))
            .Where(pair => pair.Theirs != pair.Ours)
            .ToArray();
        different.Take(8).Select(pair => $"{pair.First}\n  reference: {pair.Theirs}\n  here: {pair.Ours}")
            .ShouldBeEmpty($"{different.Length} of {documents.Length} differ");
        verdicts.Count(verdict => verdict.TryGetProperty("rules", out var rules) && rules.GetArrayLength() == 0).ShouldBeGreaterThan(10);
        verdicts.Count(verdict => verdict.TryGetProperty("syntax", out _)).ShouldBeGreaterThan(50);
        verdicts.Where(verdict => verdict.TryGetProperty("rules", out _)).SelectMany(Rules).Distinct().Count().ShouldBe(27);
    }

    private static IEnumerable<string> Rules(JsonElement verdict) =>
        verdict.GetProperty("rules").EnumerateArray().Select(rule => rule.GetString()!);

    private static string Text(JsonElement verdict) => verdict.TryGetProperty("syntax", out var syntax)
        ? syntax.GetString()!
        : string.Join(' ', Rules(verdict).Order(StringComparer.Ordinal)) + "\n" + verdict.GetProperty("printed").GetString();

    private static string Text(Schema schema, string text)
    {
        try
        {
            var document = Parser.Parse(text);
            var rules = Validator.Validate(schema, document, int.MaxValue).Select(error => error.Rule!).Distinct();
            return string.Join(' ', rules.Order(StringComparer.Ordinal)) + "\n" + Printer.Print(document);
        }
        catch (GraphQLSyntaxException exception)
        {
            return $"{exception.Location.Line}:{exception.Location.Column} {exception.Message}";
        }
    }
}
