using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.Tests.GraphQL.Execution;

/// <summary>Requests of which nothing is run: the answer has no data entry.</summary>
public sealed class RequestErrorTests
{
    private static readonly GraphQLExecutor Executor = new(SchemaBuilder.FromSdl("type Query { a(n: Int): Int } type Mutation { a: Int }"));

    [Theory]
    [InlineData(null, null, null, RequestFailure.Request, "Must provide a document, or the id of one.")]
    [InlineData("{ a", null, null, RequestFailure.Syntax, "Syntax Error: Expected Name, found <EOF>.")]
    [InlineData("{ b }", null, null, RequestFailure.Validation, "Cannot query field \"b\" on type \"Query\".")]
    [InlineData("query A { a } query B { a }", null, null, RequestFailure.Operation, "Must provide operation name if query contains multiple operations.")]
    [InlineData("query A { a } query B { a }", "C", null, RequestFailure.Operation, "Unknown operation named \"C\".")]
    [InlineData("fragment F on Query { a }", null, null, RequestFailure.Validation, "Fragment \"F\" is never used.")]
    [InlineData("mutation { a }", null, null, RequestFailure.OperationKind, "Operations of the kind mutation cannot be run this way.")]
    [InlineData("query ($n: Int!) { a(n: $n) }", null, "{}", RequestFailure.Variables, "Variable \"$n\" of required type \"Int!\" was not provided.")]
    [InlineData(
        "query ($n: Int) { a(n: $n) }", null, "{\"n\":\"x\"}", RequestFailure.Variables,
        "Variable \"$n\" got invalid value \"x\"; Int cannot represent non-integer value: \"x\"")]
    [InlineData("query ($n: Int) { a(n: $n) }", null, "[1]", RequestFailure.Variables, "Variables must be an object whose properties are the variables.")]
    public async Task Execute_NotARequest_IsRefusedWithItsReason(string? document, string? name, string? variables, RequestFailure failure, string message)
    {
        var request = new GraphQLRequest(document, OperationName: name, Variables: Answers.Json(variables)) { Allowed = [OperationType.Query] };

        var result = (await Executor.ExecuteAsync(request, Answers.NoServices)).ShouldBeOfType<QueryResult>();

        (result.IsRequestError, result.Failure, result.Errors[0].Message).ShouldBe((true, failure, message));
        Answers.Text(result).ShouldNotContain("'data'");
    }

    [Fact]
    public async Task Execute_OperationOfAName_IsTheOneThatRuns()
    {
        var schema = SchemaBuilder.FromSdl("type Query { a: Int b: Int }");
        var executor = new GraphQLExecutor(schema);
        ((ObjectType)schema.Types["Query"]).Resolve("b", _ => new(2));

        (await Answers.OfAsync(executor, new GraphQLRequest("query A { a } query B { b }", OperationName: "B"))).ShouldBe("{'data':{'b':2}}");
    }
}
