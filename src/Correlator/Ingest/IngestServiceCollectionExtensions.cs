using Correlator.Ingest.Access;
using Correlator.Ingest.Aws;
using Correlator.Ingest.Grpc;
using Correlator.Ingest.Http;
using Correlator.Ingest.Policy;
using Correlator.Ingest.Tls;
using Correlator.Storage;
using Correlator.Storage.Commit;
using Correlator.Storage.Journal;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest;

internal static class IngestServiceCollectionExtensions
{
    /// <summary>The OTLP doors and the path behind them.</summary>
    public static WebApplicationBuilder AddIngest(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<IngestOptions>().BindConfiguration(IngestOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<IngestOptions>, IngestOptionsValidation>();
        services.AddOptions<PolicyOptions>().BindConfiguration(PolicyOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PolicyOptions>, PolicyOptionsValidation>();
        services.AddSingleton<HashKey>();
        services.AddSingleton<AttributePolicy>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<TlsOptions>().BindConfiguration(TlsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TlsOptions>, TlsOptionsValidation>();
        services.AddHostedSingleton<TlsCertificates>();
        builder.WebHost.UseKestrelHttpsConfiguration();
        services.AddSingleton<IntakeLimiter>();
        services.AddSingleton<IntakeState>();
        services.AddSingleton<IngestMetrics>();
        services.AddSingleton<IngestEndpoints>();
        services.AddSingleton<AccessRefusals>();
        services.AddSingleton<TenantResolver>();
        services.AddSingleton<RetryAdvice>();
        services.AddSingleton<CommitBatch>(provider => provider.GetRequiredService<CommitQueue>().CommitAsync);
        services.AddSingleton<BodyReader>();
        services.AddSingleton<JournalEncoder>(BodyReader.ToKeep);
        services.AddSingleton<JournalDecoder>(provider => provider.GetRequiredService<BodyReader>().ReadAgain);
        services.AddSingleton<CanStore>(provider => () =>
            !provider.GetRequiredService<DatabaseHealth>().IsAway || provider.GetRequiredService<RequestJournal>().HasRoom);
        services.AddSingleton<ExportPipeline>();
        services.AddSingleton<GrpcHealth>();
        services.AddSingleton<GrpcDoor>();
        services.AddSingleton<CrossOrigin>();
        services.AddSingleton<HttpDoor>();
        services.AddSingleton<FirehoseDoor>();
        services.AddSingleton<TelemetryDoor>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>();
        return builder;
    }

    /// <summary>Answers everything that comes in by the OTLP endpoints; other connections pass on.</summary>
    public static IApplicationBuilder MapIngest(this IApplicationBuilder app)
    {
        var grpc = app.ApplicationServices.GetRequiredService<GrpcDoor>();
        var http = app.ApplicationServices.GetRequiredService<HttpDoor>();
        var firehose = app.ApplicationServices.GetRequiredService<FirehoseDoor>();
        var lambda = app.ApplicationServices.GetRequiredService<TelemetryDoor>();
        return app.Use(next => context =>
        {
            var door = context.Features.Get<Door>();
            if (door is null)
            {
                return next(context);
            }

            // The limit is ours: it counts after decompression and answers in the protocol's words.
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            {
                limit.MaxRequestBodySize = null;
            }

            return door == Door.Grpc ? grpc.HandleAsync(context)
                : FirehoseDoor.SignalOf(context.Request.Path.Value) is { } signal ? firehose.HandleAsync(context, signal)
                : context.Request.Path.Value == TelemetryDoor.Path ? lambda.HandleAsync(context)
                : http.HandleAsync(context);
        });
    }
}
