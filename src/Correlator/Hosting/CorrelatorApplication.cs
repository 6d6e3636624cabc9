using Correlator.Correlation;
using Correlator.Detection;
using Correlator.Ingest;
using Correlator.Ingest.Access;
using Correlator.Query;
using Correlator.Query.Graph;
using Correlator.Storage;
using Microsoft.Extensions.Options;

namespace Correlator.Hosting;

/// <summary>The server as a whole: the stages in the order of the data's way.</summary>
internal static class CorrelatorApplication
{
    /// <summary>Settings lie beside the program: where it is started from does not matter.</summary>
    public static WebApplicationBuilder CreateBuilder() =>
        WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });

    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.AddIngest().AddStorage().AddCorrelation().AddDetection().AddQuery().AddLive().AddGraph().AddHosting();
        ValidateOptions(builder.Services);
        var app = builder.Build();
        app.MapIngest();
        app.UseOwnNames();
        app.UseWebSockets();
        app.UseAccess();
        app.MapHealth();
        app.MapGraph();
        return app;
    }

    /// <summary>
    /// Whoever has three keys wrong is told of three. The building of the application reads options already and would tell of the first, hence before it.
    /// </summary>
    private static void ValidateOptions(IServiceCollection services)
    {
        // Not disposed: the configuration, which the application goes on using, would end with it.
        var provider = new DefaultServiceProviderFactory().CreateServiceProvider(services);
        provider.GetRequiredService<IStartupValidator>().Validate();
    }
}
