using System.Buffers;
using System.Text;
using System.Text.Json;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.Tests.GraphQL.Execution;

/// <summary>Runs documents and shows the answers as JSON.</summary>
internal static class Answers
{
    public static IServiceProvider NoServices { get; } = new ServiceCollection().BuildServiceProvider();

    public static Task<string> OfAsync(Schema schema, string document, string? variables = null, GraphQLOptions? options = null) =>
        OfAsync(new GraphQLExecutor(schema, options), new GraphQLRequest(document, Variables: Json(variables)));

    public static async Task<string> OfAsync(GraphQLExecutor executor, GraphQLRequest request, RequestState? state = null) =>
        Text((await executor.ExecuteAsync(request, NoServices, state)).ShouldBeOfType<QueryResult>());

    public static JsonElement? Json(string? text) => text is null ? null : JsonDocument.Parse(text).RootElement;

    /// <summary>The answer to a document of one line whose one error has this message, place and path.</summary>
    public static string WithError(string message, int column, string path, string data) =>
        $"{{'errors':[{{'message':'{message}','locations':[{{'line':1,'column':{column}}}],'path':[{path}]}}],'data':{data}}}";

    public static string Text(QueryResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ResultWriter.Write(result, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan).Replace('"', '\'');
    }
}
