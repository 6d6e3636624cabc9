using System.Text;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Hosting;
using Correlator.GraphQL.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Correlator.IntegrationTests.GraphQL.Transport;

/// <summary>The transport on a real Kestrel.</summary>
internal sealed class GraphQLServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private GraphQLServer(WebApplication application, KeptLog log) => (_application, Log) = (application, log);

    public KeptLog Log { get; }

    public Uri Address => new($"{_application.Urls.Single()}/graphql");

    public CounterSchema.Gauge Gauge => _application.Services.GetRequiredService<CounterSchema.Gauge>();

    public GraphQLExecutor Executor => _application.Services.GetRequiredService<GraphQLExecutor>();

    public static async Task<GraphQLServer> StartAsync(Action<GraphQLServerOptions>? modify = null, Action<GraphQLOptions>? limits = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var log = new KeptLog();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<CounterSchema.Gauge>();
        builder.Services.AddGraphQLServer()
            .AddTypes(typeof(CounterSchema).GetNestedTypes())
            .ModifyServerOptions(modify ?? (_ => { }))
            .ModifyOptions(limits ?? (_ => { }))
            .AddHttpRequestInterceptor((context, state, _) =>
            {
                state.With(context.Request.Headers.Authorization.ToString());
                return ValueTask.CompletedTask;
            })
            .AddSocketInterceptor((_, payload, state, _) =>
            {
                var token = payload is { } given && given.TryGetProperty("token", out var text) ? text.GetString()! : "";
                state.With(token);
                return ValueTask.FromResult(token != "wrong");
            })
            .AddAccessCheck((context, _, _) => ValueTask.FromResult(context.RequestServices.GetRequiredService<CounterSchema.Gauge>().MayStay));
        var application = builder.Build();
        application.MapGraphQL();
        await application.StartAsync();
        return new GraphQLServer(application, log);
    }

    /// <summary>A request with this JSON as its body.</summary>
    public HttpRequestMessage Post(string json) =>
        new(HttpMethod.Post, Address) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public Task StopAsync() => _application.StopAsync();

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
