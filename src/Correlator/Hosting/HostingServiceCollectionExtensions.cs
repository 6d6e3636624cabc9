using Correlator.Ingest;
using Correlator.Ingest.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Endpoint = Correlator.Ingest.Endpoint;

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
            var certificates = provider.GetRequiredService<TlsCertificates>();
            return new ConfigureOptions<KestrelServerOptions>(kestrel =>
                kestrel.Listen(Endpoint.Parse(options.Value.Endpoint), listen => listen.UseTls(Door.Web, certificates)));
        });

        // What was accepted is committed before the end; the intake is closed meanwhile.
        // The host reads this while it is built, before options are validated: hence not from the options.
        const string ShutdownTimeoutKey = $"{HostingOptions.Section}:{nameof(HostingOptions.ShutdownTimeout)}";
        var shutdownTimeout = builder.Configuration.GetValue<TimeSpan?>(ShutdownTimeoutKey) ?? new HostingOptions().ShutdownTimeout;
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = shutdownTimeout);
        builder.Services.AddSingleton<HostingMetrics>();

        // Why the server did not start is told in a sentence by the verb that started it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Services.AddSingleton<Readiness>();
        return builder;
    }
}
