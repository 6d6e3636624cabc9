using System.Text.Json;
using Correlator.GraphQL.Building;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Paging;
using Correlator.GraphQL.Transport;
using Correlator.GraphQL.Types;
using Microsoft.AspNetCore.Http;

namespace Correlator.GraphQL.Hosting;

/// <summary>What was registered.</summary>
internal sealed class GraphQLSetup
{
    public List<Type> Types { get; } = [];

    public Dictionary<Type, ScalarType> Scalars { get; } = ScalarTypes.Standard();

    public PagingOptions Paging { get; } = new();

    public List<Action<IServiceProvider, GraphQLOptions>> Options { get; } = [];

    public List<Action<IServiceProvider, GraphQLServerOptions>> ServerOptions { get; } = [];

    public List<Func<HttpContext, RequestState, CancellationToken, ValueTask>> Interceptors { get; } = [];

    public List<Func<HttpContext, JsonElement?, RequestState, CancellationToken, ValueTask<bool>>> SocketInterceptors { get; } = [];

    public List<Func<HttpContext, RequestState, CancellationToken, ValueTask<bool>>> AccessChecks { get; } = [];
}
