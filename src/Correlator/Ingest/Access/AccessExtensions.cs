using System.Text.Json;
using Correlator.Storage.Access;

namespace Correlator.Ingest.Access;

/// <summary>
/// Tokens at the endpoints of ASP.NET Core. An endpoint says what it needs by <see cref="RequireAccess"/>; <see cref="UseAccess"/> sees to it before the
/// endpoint runs, which then finds its caller's tenant by <see cref="Granted"/>.
/// </summary>
internal static class AccessExtensions
{
    public static TBuilder RequireAccess<TBuilder>(this TBuilder endpoint, TokenScopes scopes, bool isLateForWebSockets = false)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AccessRequirement(scopes, isLateForWebSockets));

    /// <summary>Before the endpoints run, after routing has found which it is.</summary>
    public static IApplicationBuilder UseAccess(this WebApplication app)
    {
        var tenants = app.Services.GetRequiredService<TenantResolver>();
        return app.Use(next => context => context.GetEndpoint()?.Metadata.GetMetadata<AccessRequirement>() is { } requirement
            ? CheckAsync(context, next, requirement, tenants)
            : next(context));
    }

    /// <summary>Who is asking; null where the endpoint requires nothing, or its WebSocket is still to show a token.</summary>
    public static Grant? Granted(this HttpContext context) => context.Features.Get<Grant>();

    private static async Task CheckAsync(HttpContext context, RequestDelegate next, AccessRequirement requirement, TenantResolver tenants)
    {
        var shown = ShownToken.In(context.Request.Headers);
        if (shown is null && requirement.IsLateForWebSockets && context.WebSockets.IsWebSocketRequest)
        {
            await next(context);
            return;
        }

        var decision = await tenants.ResolveAsync(shown, requirement.Scopes, Door.Web, context.RequestAborted);
        if (decision.IsGranted(out var grant))
        {
            context.Features.Set(grant);
            await next(context);
            return;
        }

        await RefuseAsync(context.Response, decision.Verdict, requirement.Scopes, context.RequestAborted);
    }

    /// <summary>In the shape of a GraphQL error, which any client of JSON can read.</summary>
    private static async Task RefuseAsync(HttpResponse response, AccessVerdict verdict, TokenScopes needed, CancellationToken cancellationToken)
    {
        var isForbidden = verdict == AccessVerdict.Forbidden;
        response.StatusCode = isForbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = Challenge(verdict, needed);
        response.ContentType = "application/json";
        var error = new
        {
            message = AccessMessages.Of(verdict, needed),
            extensions = new { code = isForbidden ? "FORBIDDEN" : "UNAUTHENTICATED" },
        };
        var body = new { errors = new[] { error } };
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body), cancellationToken);
    }

    /// <summary>RFC 6750, section 3.</summary>
    public static string Challenge(AccessVerdict verdict, TokenScopes needed) =>
        verdict == AccessVerdict.Forbidden ? $"Bearer error=\"insufficient_scope\", scope=\"{AccessMessages.Name(needed)}\"" : "Bearer";
}
