using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Hosting;
using Correlator.GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.GraphQL.Transport;

/// <summary>Serves GraphQL at an address.</summary>
public static class GraphQLEndpointExtensions
{
    /// <summary>
    /// Serves what <see cref="GraphQLServiceCollectionExtensions.AddGraphQLServer"/> registered: GET, POST,
    /// event streams, WebSockets, and GraphiQL for browsers.
    /// </summary>
    /// <exception cref="SchemaException">Something is wrong with the annotated types; each reason names its member.</exception>
    public static IEndpointConventionBuilder MapGraphQL(this IEndpointRouteBuilder endpoints, string path = "/graphql")
    {
        var options = new GraphQLServerOptions();
        var setup = endpoints.ServiceProvider.GetRequiredService<GraphQLSetup>();
        setup.ServerOptions.ForEach(modify => modify(endpoints.ServiceProvider, options));
        if (options.Violations() is { Count: > 0 } problems)
        {
            throw new InvalidOperationException(string.Join(" ", problems));
        }

        var executor = endpoints.ServiceProvider.GetRequiredService<GraphQLExecutor>();
        var endpoint = ActivatorUtilities.CreateInstance<GraphQLEndpoint>(endpoints.ServiceProvider, executor, options, setup);
        var pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseWebSockets();
        pipeline.Run(endpoint.HandleAsync);

        var group = endpoints.MapGroup(path);
        group.Map("", pipeline.Build()).WithDisplayName("GraphQL");
        if (options.EnableGraphiQL)
        {
            group.MapGet("/graphiql/{file}", GraphiQLPage.WriteFileAsync).WithDisplayName("GraphiQL");
        }

        return group;
    }
}
