using Correlator.Storage;
using Microsoft.Extensions.Options;

namespace Correlator.Detection;

internal static class DetectionServiceCollectionExtensions
{
    /// <summary>From rollups and journeys to findings, in the background.</summary>
    public static WebApplicationBuilder AddDetection(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<DetectionOptions>().BindConfiguration(DetectionOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DetectionOptions>, DetectionOptionsValidation>();
        services.AddSingleton<DetectionMetrics>();
        services.AddSingleton<SampleStore>();
        services.AddSingleton<FindingStore>();
        services.AddSingleton<DetectionStep>();
        services.AddHostedSingleton<DetectionWorker>();
        return builder;
    }
}
