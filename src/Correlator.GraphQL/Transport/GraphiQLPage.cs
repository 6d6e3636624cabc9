using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Correlator.GraphQL.Transport;

/// <summary>GraphiQL for browsers, with all of its files from this server.</summary>
internal static class GraphiQLPage
{
    // GraphiQL makes styles as it goes; scripts are those of this server alone.
    private const string Policy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'";
    private const string Folder = "graphiql/";

    private static readonly FrozenDictionary<string, byte[]> Files = typeof(GraphiQLPage).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Folder.Length..], Load, StringComparer.Ordinal);

    public static async Task WriteAsync(HttpContext context)
    {
        var page = Encoding.UTF8.GetString(Files[Files.ContainsKey("graphiql.js") ? "page.html" : "missing.html"]);
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        var address = HtmlEncoder.Default.Encode((context.Request.PathBase + context.Request.Path).ToUriComponent().TrimEnd('/'));
        await response.WriteAsync(page.Replace("{base}", address, StringComparison.Ordinal), context.RequestAborted);
    }

    public static async Task WriteFileAsync(HttpContext context)
    {
        var name = context.Request.RouteValues["file"] as string ?? "";
        var extension = Path.GetExtension(name);
        if (extension is not (".js" or ".css") || !Files.TryGetValue(name, out var content))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = extension == ".js" ? "text/javascript; charset=utf-8" : "text/css; charset=utf-8";
        context.Response.ContentLength = content.Length;
        context.Response.Headers.CacheControl = "max-age=3600";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }

    private static byte[] Load(string name)
    {
        using var stream = typeof(GraphiQLPage).Assembly.GetManifestResourceStream(name)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
