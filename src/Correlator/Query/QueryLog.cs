namespace Correlator.Query;

/// <summary>Event ids 6000 to 6999.</summary>
internal static partial class QueryLog
{
    [LoggerMessage(6000, LogLevel.Warning, "Journey {JourneyId} of {Traces} traces took {Seconds:0.000} s to read")]
    public static partial void SlowJourney(this ILogger logger, Guid journeyId, int traces, double seconds);

    [LoggerMessage(6001, LogLevel.Warning, "Changes of journeys and findings are not heard; subscribers are told once they are again")]
    public static partial void ListeningInterrupted(this ILogger logger, Exception exception);
}
