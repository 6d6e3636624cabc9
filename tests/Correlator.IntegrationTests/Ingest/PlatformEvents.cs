using System.Text.Json;

namespace Correlator.IntegrationTests.Ingest;

/// <summary>Events of the Telemetry API about an invocation that began half a minute ago.</summary>
internal sealed class PlatformEvents
{
    public DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow().AddSeconds(-30);

    public string InitReport() => Event(
        "platform.initReport",
        Now,
        """{"initializationType":"on-demand","phase":"init","status":"success","metrics":{"durationMs":125.33}}""");

    public string Start(string request) => Event("platform.start", Now, $$"""{"requestId":"{{request}}","version":"7"}""");

    public string Line(string request, string text) =>
        Event("function", Now.AddSeconds(3), JsonSerializer.Serialize($"{Now:yyyy-MM-ddTHH:mm:ss.fffZ} {request} {text}\n\n"));

    public string RuntimeDone(string request, string status) => Event(
        "platform.runtimeDone",
        Now.AddSeconds(3),
        $$$"""{"requestId":"{{{request}}}","status":"{{{status}}}","metrics":{"durationMs":2990.5}}""");

    public string Report(string request, string status, double init = 0, double at = 3.1)
    {
        var initDuration = init > 0 ? FormattableString.Invariant($",\"initDurationMs\":{init}") : "";
        return Event(
            "platform.report",
            Now.AddSeconds(at),
            $$"""
            {"requestId":"{{request}}","status":"{{status}}","metrics":{
            "durationMs":2999.0,"billedDurationMs":3000,"memorySizeMB":128,"maxMemoryUsedMB":66{{initDuration}}
            } }
            """);
    }

    private static string Event(string type, DateTimeOffset at, string record) =>
        $$"""{"time":"{{at:yyyy-MM-ddTHH:mm:ss.fffZ}}","type":"{{type}}","record":{{record}}}""";
}
