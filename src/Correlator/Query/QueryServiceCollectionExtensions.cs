using Correlator.Query.Live;
using Correlator.Storage;
using Microsoft.Extensions.Options;

namespace Correlator.Query;

internal static class QueryServiceCollectionExtensions
{
    /// <summary>What reads: journeys for people and programs.</summary>
    public static WebApplicationBuilder AddQuery(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<QueryOptions>().BindConfiguration(QueryOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<QueryOptions>, QueryOptionsValidation>();
        builder.Services.AddSingleton<QueryMetrics>();
        builder.Services.AddSingleton<JourneyReader>();
        return builder;
    }

    /// <summary>What tells of changes while they happen.</summary>
    public static WebApplicationBuilder AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LiveDemand>();
        builder.Services.AddSingleton<JourneyFeed>();
        builder.Services.AddSingleton<FindingFeed>();
        builder.Services.AddHostedSingleton<ChangeListener>();
        return builder;
    }
}
