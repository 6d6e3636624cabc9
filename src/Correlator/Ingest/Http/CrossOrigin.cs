using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Correlator.Ingest.Http;

/// <summary>Lets scripts of configured origins export from browsers (Fetch standard, "CORS protocol"); without any configured, nothing is said.</summary>
internal sealed class CrossOrigin(IOptions<IngestOptions> options)
{
    public const string Any = "*";
    private const string PreflightSeconds = "7200";
    private readonly string[] _origins = options.Value.CorsOrigins;

    /// <summary>Writes what browsers ask for; true when that is all of the answer.</summary>
    public bool Answer(HttpContext context)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        if (_origins.Length == 0)
        {
            return false;
        }

        headers.Vary = HeaderNames.Origin;
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0 || !(_origins.Contains(Any) || _origins.Contains(origin, StringComparer.OrdinalIgnoreCase)))
        {
            return false;
        }

        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlExposeHeaders = HeaderNames.RetryAfter;
        if (!HttpMethods.IsOptions(request.Method) || request.Headers.AccessControlRequestMethod.Count == 0)
        {
            return false;
        }

        headers.AccessControlAllowMethods = HttpMethods.Post;
        headers.AccessControlAllowHeaders = request.Headers.AccessControlRequestHeaders;
        headers.AccessControlMaxAge = PreflightSeconds;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }

    public static bool IsValid(string origin) => origin == Any || IsOrigin(origin);

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);
}
