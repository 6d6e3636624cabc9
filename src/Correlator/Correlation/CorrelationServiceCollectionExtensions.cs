using Correlator.Storage;
using Microsoft.Extensions.Options;

namespace Correlator.Correlation;

internal static class CorrelationServiceCollectionExtensions
{
    /// <summary>From facts to journeys, in the background.</summary>
    public static WebApplicationBuilder AddCorrelation(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CorrelationOptions>().BindConfiguration(CorrelationOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CorrelationOptions>, CorrelationOptionsValidation>();
        services.AddSingleton<CorrelationMetrics>();
        services.AddSingleton<CorrelationHealth>();
        services.AddSingleton<SetAsideStore>();
        services.AddSingleton<ColdStartStore>();
        services.AddSingleton<ReportStore>();
        services.AddSingleton<JourneyStore>();
        services.AddSingleton<JourneyListStore>();
        services.AddSingleton<JourneyPartStore>();
        services.AddSingleton<RollupReader>();
        services.AddSingleton<FactGatherer>();
        services.AddSingleton<CorrelationStep>();
        services.AddHostedSingleton<CorrelationWorker>();
        return builder;
    }
}
