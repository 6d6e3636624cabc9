using Correlator.GraphQL.Building;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Correlator.GraphQL.Hosting;

/// <summary>Registers a GraphQL server.</summary>
public static class GraphQLServiceCollectionExtensions
{
    /// <summary>
    /// Registers a GraphQL server; called again, it goes on with the same one. The schema is made when the server is
    /// mapped: what is wrong with its types ends the start.
    /// </summary>
    public static GraphQLServerBuilder AddGraphQLServer(this IServiceCollection services)
    {
        var setup = services.Select(service => service.ImplementationInstance).OfType<GraphQLSetup>().FirstOrDefault();
        if (setup is null)
        {
            setup = new GraphQLSetup();
            services.AddSingleton(setup);
            services.AddSingleton(provider =>
                AnnotatedSchemaBuilder.Build(setup.Types, setup.Scalars, setup.Paging, provider.GetService<IServiceProviderIsService>()));
            services.AddSingleton(provider =>
                new GraphQLExecutor(provider.GetRequiredService<Types.Schema>(), Options(setup, provider), provider.GetService<TimeProvider>()));
            services.AddSingleton<GraphQLMetrics>();
            services.TryAddSingleton(TimeProvider.System);
        }

        return new GraphQLServerBuilder(services, setup);
    }

    private static GraphQLOptions Options(GraphQLSetup setup, IServiceProvider provider)
    {
        var logger = provider.GetService<ILoggerFactory>()?.CreateLogger("Correlator.GraphQL");
        var options = new GraphQLOptions { ShowExceptions = provider.GetService<IHostEnvironment>()?.IsDevelopment() == true };
        if (logger is not null)
        {
            options.ReportError = (id, error) => GraphQLLog.FieldFailed(logger, id, string.Join('/', error.Path ?? []), error.Cause);
        }

        setup.Options.ForEach(modify => modify(provider, options));
        return options;
    }
}
