using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Correlator.GraphQL.Transport;

/// <summary>
/// Whether a server that listens on loopback is addressed as such, or by a name that is allowed. Any site can point a name at this machine, and
/// its pages are then of the same origin to a browser.
/// </summary>
public static class OwnNames
{
    internal const string Refusal = "The server is not addressed by a name of its own: localhost, an address, or a host that its configuration allows.";

    /// <summary>Refuses all else (421), whatever endpoint it is for; that of GraphQL does so by itself.</summary>
    /// <param name="app">The application.</param>
    /// <param name="allowed">The names beside localhost and addresses: those of a proxy before the server, for one.</param>
    public static IApplicationBuilder UseOwnNames(this IApplicationBuilder app, IReadOnlyCollection<string> allowed) =>
        app.Use(next => context => Allow(context, allowed) ? next(context) : HttpAnswer.RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, Refusal));

    internal static bool Allow(HttpContext context, IEnumerable<string> allowed)
    {
        if (context.Connection.LocalIpAddress is not { } local || !IPAddress.IsLoopback(local))
        {
            return true;
        }

        var host = context.Request.Host.Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(host, out _)
            || allowed.Contains(host, StringComparer.OrdinalIgnoreCase);
    }
}
