using Microsoft.AspNetCore.Http;

namespace Correlator.GraphQL.Transport;

/// <summary>
/// Keeps pages of other origins from using what a browser may do here in the name of its user. A POST of JSON needs their consent by CORS
/// already; a GET and the opening of a WebSocket do not.
/// </summary>
internal static class OriginGuard
{
    private const string Preflight = "GraphQL-Preflight";

    /// <summary>Whether the request comes from no page, from a page of this origin, or of one that is allowed.</summary>
    public static bool Allows(HttpRequest request, GraphQLServerOptions options)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0)
        {
            return origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
                || IsBehindProxy(origin, request)
                || options.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
        }

        // A header that is not on CORS's safe list was allowed by a preflight, or comes from no browser.
        return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none" || request.Headers.ContainsKey(Preflight);
    }

    /// <summary>TLS may end before this server, which then sees another scheme than the page.</summary>
    private static bool IsBehindProxy(string origin, HttpRequest request) =>
        request.Scheme == "http" && origin.Equals($"https://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
