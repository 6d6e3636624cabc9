namespace Correlator.Query;

internal static class QueryServiceCollectionExtensions
{
    public static WebApplicationBuilder AddQuery(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<JourneyReader>();
        return builder;
    }
}
