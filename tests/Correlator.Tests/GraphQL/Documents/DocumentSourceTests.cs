using System.Security.Cryptography;
using System.Text;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Types;
using Correlator.Tests.GraphQL.Execution;

namespace Correlator.Tests.GraphQL.Documents;

public sealed class DocumentSourceTests
{
    private const string Document = "{ a }";
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Document)));
    private readonly Schema _schema = SchemaBuilder.FromSdl("type Query { a: Int }");

    public DocumentSourceTests() => ((ObjectType)_schema.Types["Query"]).Resolve("a", _ => new(1));

    [Fact]
    public async Task Execute_SameDocumentAgain_IsPreparedOnce()
    {
        var executor = new GraphQLExecutor(_schema, new GraphQLOptions { MaxCachedDocuments = 2 });
        foreach (var document in new[] { Document, "{ b: a }", Document, "{ c: a }", "{ nope }" })
        {
            await executor.ExecuteAsync(new GraphQLRequest(document), Answers.NoServices);
        }

        executor.CachedDocuments.ShouldBe(2);
    }

    [Fact]
    public async Task Execute_DocumentsOfManyCharacters_MakeWayForEachOther()
    {
        var executor = new GraphQLExecutor(_schema, new GraphQLOptions { MaxCachedCharacters = 100 });
        for (var i = 0; i < 20; i++)
        {
            await executor.ExecuteAsync(new GraphQLRequest($"{{ a }} # {i:00000000000000}"), Answers.NoServices);
        }

        executor.CachedDocuments.ShouldBe(4);
    }

    [Theory]
    [InlineData("orders", "{'data':{'a':1}}")]
    [InlineData("nope", "{'errors':[{'message':'PersistedQueryNotFound','extensions':{'code':'PERSISTED_QUERY_NOT_FOUND'}}]}")]
    public async Task Execute_StoredDocument_IsFoundByItsId(string id, string expected)
    {
        var options = new GraphQLOptions { FindDocument = (wanted, _) => new(wanted == "orders" ? Document : null) };

        (await Answers.OfAsync(new GraphQLExecutor(_schema, options), new GraphQLRequest(null, id))).ShouldBe(expected);
    }

    [Theory]
    [InlineData("{ a }", "{'data':{'a':1}}")]
    [InlineData("{ b: a }", "{'errors':[{'message':'Only stored documents are run here.'}]}")]
    public async Task Execute_StoredDocumentsOnly_RunsNoOther(string document, string expected)
    {
        var options = new GraphQLOptions { StoredDocumentsOnly = true, FindDocument = (wanted, _) => new(wanted == "sha256:" + Hash ? Document : null) };

        (await Answers.OfAsync(new GraphQLExecutor(_schema, options), new GraphQLRequest(document))).ShouldBe(expected);
    }

    [Fact]
    public async Task Execute_RememberedDocument_IsFoundByItsHashFromThenOn()
    {
        var executor = new GraphQLExecutor(_schema, new GraphQLOptions { RememberDocuments = true });
        var byHash = new GraphQLRequest(null, Extensions: Answers.Json($$$"""{"persistedQuery":{"version":1,"sha256Hash":"{{{Hash}}}"}}"""));

        (await Answers.OfAsync(executor, byHash)).ShouldContain("PersistedQueryNotFound");
        (await Answers.OfAsync(executor, byHash with { Document = Document })).ShouldBe("{'data':{'a':1}}");
        (await Answers.OfAsync(executor, byHash)).ShouldBe("{'data':{'a':1}}");
        (await Answers.OfAsync(executor, new GraphQLRequest(null, "sha256:" + Hash))).ShouldBe("{'data':{'a':1}}");
    }

    [Fact]
    public async Task Execute_HashOfAnotherDocument_IsRefused()
    {
        var request = new GraphQLRequest("{ b: a }", "sha256:" + Hash);

        var answer = await Answers.OfAsync(new GraphQLExecutor(_schema), request);

        answer.ShouldBe("{'errors':[{'message':'The hash of the document is another one than that of the request.'}]}");
    }
}
