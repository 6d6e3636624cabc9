using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Correlator.Hosting;

internal static class HostingServiceCollectionExtensions
{
    /// <summary>The door for people: health now, UI and GraphQL beside it.</summary>
    public static WebApplicationBuilder AddHosting(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<HostingOptions>().BindConfiguration(HostingOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<HostingOptions>, HostingOptionsValidation>();
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<HostingOptions>>();
            return new ConfigureOptions<KestrelServerOptions>(kestrel => kestrel.Listen(IPEndPoint.Parse(options.Value.Endpoint)));
        });

        // What was accepted is committed before the end; the intake is closed meanwhile.
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<HostingOptions>>((host, options) => host.ShutdownTimeout = options.Value.ShutdownTimeout);
        builder.Services.AddSingleton<HostingMetrics>();
        builder.Services.AddSingleton<Readiness>();
        return builder;
    }
}
