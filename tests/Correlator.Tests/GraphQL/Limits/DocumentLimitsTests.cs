using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Types;
using Correlator.Tests.GraphQL.Execution;

namespace Correlator.Tests.GraphQL.Limits;

public sealed class DocumentLimitsTests
{
    private static readonly Schema Schema = SchemaBuilder.FromSdl("type Query { a: Int q: Query }");

    [Theory]
    [InlineData("{ q { q { q { a } } } }", "nested 4 fields deep; 3 are allowed")]
    [InlineData("{ ...F } fragment F on Query { q { ...G } } fragment G on Query { q { q { a } } }", "nested 4 fields deep; 3 are allowed")]
    [InlineData("{ q { a q { a } } ...F ...F ...F } fragment F on Query { a q { a } }", "has 13 fields; 10 are allowed")]
    [InlineData("{ b: a c: a d: a }", "has 3 aliases; 2 are allowed")]
    [InlineData("{ a @skip(if: false) q @include(if: true) { a @skip(if: false) } }", "has 3 directives; 2 are allowed")]
    [InlineData("{ __schema { description } }", "GraphQL introspection is not allowed here, but the document asks for \\'__schema\\'.")]
    public async Task Execute_DocumentBeyondALimit_IsRefused(string document, string message) => (await AskAsync(document)).ShouldContain(message);

    [Theory]
    [InlineData("{ q { q { a } } }")]
    [InlineData("{ b: a c: a __typename }")]
    public async Task Execute_DocumentAtTheLimit_Runs(string document) => (await AskAsync(document)).ShouldContain("'data'");

    [Fact]
    public async Task Execute_FragmentsThatMultiply_AreCountedInNoTime()
    {
        var fragments = string.Concat(
            Enumerable.Range(0, 60).Select(i => $" fragment F{i} on Query {{ q {{ ...F{i + 1} }} x: q {{ ...F{i + 1} }} }}"));
        var document = $"{{ ...F0 }}{fragments} fragment F60 on Query {{ a }}";

        var answer = await Answers.OfAsync(Schema, document, options: new GraphQLOptions { MaxDepth = 100, MaxAliases = 100 });

        answer.ShouldContain("fields; 2000 are allowed");
    }

    [Theory]
    [InlineData("{ a }#  some bytes more than are allowed", 20, "longer than 20 bytes")]
    [InlineData("{ a }#€€€€€€", 23, "longer than 23 bytes")]
    public async Task Execute_DocumentTooLong_IsNotRead(string document, int bytes, string message) =>
        (await Answers.OfAsync(Schema, document, options: new GraphQLOptions { MaxDocumentBytes = bytes })).ShouldContain(message);

    [Fact]
    public async Task Execute_TooManyTokens_IsNotRead() =>
        (await Answers.OfAsync(Schema, "{ a a a }", options: new GraphQLOptions { MaxTokens = 4 })).ShouldContain("more than 4 tokens");

    [Fact]
    public void Violations_UnusableOptions_AreAllNamed()
    {
        var options = new GraphQLOptions
        {
            MaxDepth = 0,
            MaxAliases = -1,
            ExecutionTimeout = TimeSpan.Zero,
            StoredDocumentsOnly = true,
            RememberDocuments = true,
        };

        options.Violations().Select(problem => problem.Split(' ')[0])
            .ShouldBe(["MaxDepth", "MaxAliases", "ExecutionTimeout", "StoredDocumentsOnly", "RememberDocuments"]);
        Should.Throw<ArgumentException>(() => new GraphQLExecutor(Schema, options)).Message.ShouldContain("MaxDepth must be at least 1.");
    }

    private static Task<string> AskAsync(string document) => Answers.OfAsync(Schema, document, options: new GraphQLOptions
    {
        MaxDepth = 3,
        MaxFields = 10,
        MaxAliases = 2,
        MaxDirectives = 2,
        AllowIntrospection = false,
        ShowExceptions = true,
    });
}
