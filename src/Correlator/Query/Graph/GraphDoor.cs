using System.Text.Json;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Hosting;
using Correlator.GraphQL.Transport;
using Correlator.Ingest;
using Correlator.Ingest.Access;
using Correlator.Storage.Access;
using Microsoft.Extensions.Options;

namespace Correlator.Query.Graph;

/// <summary>GraphQL at <c>/graphql</c>: what people, programs and the UI read by.</summary>
internal static class GraphDoor
{
    public const string Path = "/graphql";

    public static WebApplicationBuilder AddGraph(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Filters>();
        builder.Services.AddSingleton<IngestHealthReader>();
        builder.Services.AddGraphQLServer()
            .AddTypes(typeof(GraphDoor).Assembly.GetTypes().Where(type => type.Namespace == typeof(GraphDoor).Namespace))

            .ModifyOptions((services, limits) =>
            {
                var options = services.GetRequiredService<IOptions<QueryOptions>>().Value;
                limits.AllowIntrospection = options.Introspection;
                limits.MaxCost = options.MaxCost;
                limits.ExecutionTimeout = options.Timeout;
                limits.MaxSubscriptions = options.MaxSubscriptions;
            })
            .ModifyServerOptions((services, server) =>
            {
                var options = services.GetRequiredService<IOptions<QueryOptions>>().Value;
                options.Origins.ToList().ForEach(server.AllowedOrigins.Add);
                options.Hosts.ToList().ForEach(server.AllowedHosts.Add);
            })
            .ModifyPagingOptions(paging =>
            {
                paging.DefaultPageSize = 20;
                paging.MaxPageSize = 200;
            })
            .AddHttpRequestInterceptor((context, state, _) =>
            {
                if (context.Granted() is { } grant)
                {
                    state.With(new Caller(grant.TenantId)).With(new Credential(ShownToken.In(context.Request.Headers)));
                }

                return ValueTask.CompletedTask;
            })
            .AddSocketInterceptor(AdmitAsync)
            .AddAccessCheck(IsAllowedAsync);
        return builder;
    }

    /// <summary>Before every endpoint of the door for people.</summary>
    public static void UseOwnNames(this WebApplication app) => app.UseOwnNames(app.Services.GetRequiredService<IOptions<QueryOptions>>().Value.Hosts);

    public static void MapGraph(this WebApplication app) => app.MapGraphQL(Path).RequireAccess(TokenScopes.Read, isLateForWebSockets: true);

    /// <summary>A browser cannot send headers with a WebSocket: it shows its token in the payload of its first message instead.</summary>
    private static async ValueTask<bool> AdmitAsync(HttpContext context, JsonElement? payload, RequestState state, CancellationToken cancellationToken)
    {
        if (state.Find<Caller>() is not null)
        {
            return true;
        }

        var shown = ShownToken.In(Headers(payload));
        var decision = await context.RequestServices.GetRequiredService<TenantResolver>().ResolveAsync(shown, TokenScopes.Read, Door.Web, cancellationToken);
        if (!decision.IsGranted(out var grant))
        {
            return false;
        }

        state.With(new Caller(grant.TenantId)).With(new Credential(shown));
        return true;
    }

    /// <summary>Whether the token by which a caller was let in is still valid, for the same tenant.</summary>
    private static async ValueTask<bool> IsAllowedAsync(HttpContext context, RequestState state, CancellationToken cancellationToken)
    {
        var tenants = context.RequestServices.GetRequiredService<TenantResolver>();
        var access = await tenants.ResolveAsync(state.Get<Credential>().Token, TokenScopes.Read, Door.Web, cancellationToken);
        return access.IsGranted(out var grant) && grant.TenantId == state.Get<Caller>().TenantId;
    }

    private static HeaderDictionary Headers(JsonElement? payload)
    {
        var headers = new HeaderDictionary();
        if (payload is not { ValueKind: JsonValueKind.Object } shown)
        {
            return headers;
        }

        foreach (var property in shown.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.String))
        {
            headers[property.Name] = property.Value.GetString();
        }

        return headers;
    }
}
