using System.Reflection;
using System.Text.Json;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Paging;
using Correlator.GraphQL.Transport;
using Correlator.GraphQL.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.GraphQL.Hosting;

/// <summary>Says what the schema is made of, and how it is served.</summary>
public sealed class GraphQLServerBuilder
{
    private readonly GraphQLSetup _setup;

    internal GraphQLServerBuilder(IServiceCollection services, GraphQLSetup setup)
    {
        Services = services;
        _setup = setup;
    }

    /// <summary>The services that resolvers find.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Takes the annotated types of an assembly.</summary>
    public GraphQLServerBuilder AddTypes(Assembly assembly) => AddTypes(assembly.GetTypes());

    /// <summary>Takes annotated types.</summary>
    public GraphQLServerBuilder AddTypes(params IEnumerable<Type> types)
    {
        _setup.Types.AddRange(types);
        return this;
    }

    /// <summary>Takes an annotated type.</summary>
    public GraphQLServerBuilder AddType<T>() => AddTypes(typeof(T));

    /// <summary>Gives a C# type a scalar.</summary>
    public GraphQLServerBuilder AddScalar<T>(ScalarType scalar)
    {
        _setup.Scalars[typeof(T)] = scalar;
        return this;
    }

    /// <summary>Changes the limits.</summary>
    public GraphQLServerBuilder ModifyOptions(Action<GraphQLOptions> modify) => ModifyOptions((_, options) => modify(options));

    /// <summary>Changes the limits, with the help of services.</summary>
    public GraphQLServerBuilder ModifyOptions(Action<IServiceProvider, GraphQLOptions> modify)
    {
        _setup.Options.Add(modify);
        return this;
    }

    /// <summary>Changes how requests come in and answers go out.</summary>
    public GraphQLServerBuilder ModifyServerOptions(Action<GraphQLServerOptions> modify) => ModifyServerOptions((_, options) => modify(options));

    /// <summary>Changes how requests come in and answers go out, with the help of services.</summary>
    public GraphQLServerBuilder ModifyServerOptions(Action<IServiceProvider, GraphQLServerOptions> modify)
    {
        _setup.ServerOptions.Add(modify);
        return this;
    }

    /// <summary>Changes the sizes of pages.</summary>
    public GraphQLServerBuilder ModifyPagingOptions(Action<PagingOptions> modify)
    {
        modify(_setup.Paging);
        return this;
    }

    /// <summary>Sees every request before it runs, and can give resolvers state of it.</summary>
    public GraphQLServerBuilder AddHttpRequestInterceptor(Func<HttpContext, RequestState, CancellationToken, ValueTask> interceptor)
    {
        _setup.Interceptors.Add(interceptor);
        return this;
    }

    /// <summary>
    /// Sees what a WebSocket says of itself in <c>connection_init</c>, and can give resolvers state of it; false closes the socket as forbidden.
    /// </summary>
    public GraphQLServerBuilder AddSocketInterceptor(Func<HttpContext, JsonElement?, RequestState, CancellationToken, ValueTask<bool>> interceptor)
    {
        _setup.SocketInterceptors.Add(interceptor);
        return this;
    }

    /// <summary>Is asked time and again while a subscription or a WebSocket is open; false, or an exception, ends it.</summary>
    public GraphQLServerBuilder AddAccessCheck(Func<HttpContext, RequestState, CancellationToken, ValueTask<bool>> check)
    {
        _setup.AccessChecks.Add(check);
        return this;
    }
}
