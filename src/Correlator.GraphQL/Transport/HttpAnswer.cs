using System.Text.Json;
using Correlator.GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace Correlator.GraphQL.Transport;

/// <summary>Writes answers that are one JSON text, with the status codes of GraphQL over HTTP.</summary>
internal static class HttpAnswer
{
    public static async Task WriteAsync(HttpContext context, QueryResult result, AnswerFormat format)
    {
        Begin(context.Response, Status(result, format, context.Request.Method), format);
        if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            context.Response.Headers.Allow = HttpMethods.Post;
        }

        ResultWriter.Write(result, context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    public static async Task WriteAllAsync(HttpContext context, IReadOnlyList<QueryResult> results, AnswerFormat format)
    {
        Begin(context.Response, StatusCodes.Status200OK, format);
        var writer = new Utf8JsonWriter(context.Response.BodyWriter, new JsonWriterOptions { SkipValidation = true });
        await using (writer)
        {
            writer.WriteStartArray();
            foreach (var result in results)
            {
                ResultWriter.Write(result, writer);
            }

            writer.WriteEndArray();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>An answer to what is no request of GraphQL.</summary>
    public static async Task RefuseAsync(HttpContext context, int status, string message, AnswerFormat format = AnswerFormat.Json)
    {
        Begin(context.Response, status, format);
        ResultWriter.Write(QueryResult.Refuse(RequestFailure.Request, new GraphQLError(message, [])), context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void Begin(HttpResponse response, int status, AnswerFormat format)
    {
        response.StatusCode = status;
        response.ContentType = format == AnswerFormat.GraphQLResponse ? "application/graphql-response+json; charset=utf-8" : "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
    }

    private static int Status(QueryResult result, AnswerFormat format, string method) => result.Failure switch
    {
        RequestFailure.None => StatusCodes.Status200OK,
        RequestFailure.OperationKind when HttpMethods.IsGet(method) => StatusCodes.Status405MethodNotAllowed,
        RequestFailure.Request or RequestFailure.OperationKind => StatusCodes.Status400BadRequest,
        RequestFailure.Overload => StatusCodes.Status503ServiceUnavailable,
        RequestFailure.Subscription => StatusCodes.Status500InternalServerError,

        // Of old, application/json says with 200 only that it was GraphQL that answered.
        _ => format == AnswerFormat.GraphQLResponse ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK,
    };
}
