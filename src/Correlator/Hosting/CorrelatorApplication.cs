using Correlator.Correlation;
using Correlator.Detection;
using Correlator.Ingest;
using Correlator.Query;
using Correlator.Storage;

namespace Correlator.Hosting;

/// <summary>The server as a whole: the stages in the order of the data's way.</summary>
internal static class CorrelatorApplication
{
    /// <summary>Settings lie beside the program: where it is started from does not matter.</summary>
    public static WebApplicationBuilder CreateBuilder() => WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });

    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.AddIngest().AddStorage().AddCorrelation().AddDetection().AddQuery().AddHosting();
        var app = builder.Build();
        app.MapIngest();
        app.MapHealth();
        return app;
    }
}
