using System.Net;
using Correlator.IntegrationTests.Support;
using Correlator.Storage.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Faults;

/// <summary>Servers as fault tests want them.</summary>
internal static class Shop
{
    /// <summary>Detection is left to the oracle.</summary>
    public static (string Key, string Value)[] Settings { get; } = [("Correlator__Detection__Period", "1.00:00:00")];

    public static Task<CorrelatorServer> StartAsync(string database, string journal, params (string Key, string Value)[] settings) =>
        CorrelatorServer.StartAsync(database, [("Correlator:Detection:Period", "1.00:00:00"), ("Correlator:Storage:JournalFolder", journal), .. settings]);

    public static Task JournalDrainedAsync(CorrelatorServer server) =>
        Eventually.TrueAsync(() => Task.FromResult(server.Services.GetRequiredService<RequestJournal>().Depth().Requests == 0), "a drained journal");

    public static Task JournalDrainedAsync(ServerProcess server) => Eventually.TrueAsync(
        async () => await server.HealthAsync("ready") is (HttpStatusCode.OK, var body) && body.Contains("\"requests\":0", StringComparison.Ordinal),
        "a ready server with a drained journal");
}
