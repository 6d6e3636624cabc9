namespace Correlator.Ingest.Wire;

/// <summary>Enum values by name. OTLP/JSON has numbers only, yet some senders write names.</summary>
internal static class EnumNames
{
    private static readonly string[] Levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

    private static readonly Dictionary<string, int> Values = Compose();

    public static bool TryParse(string name, out int value) => Values.TryGetValue(name, out value);

    private static Dictionary<string, int> Compose()
    {
        var values = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
        {
            ["SPAN_KIND_UNSPECIFIED"] = 0,
            ["SPAN_KIND_INTERNAL"] = 1,
            ["SPAN_KIND_SERVER"] = 2,
            ["SPAN_KIND_CLIENT"] = 3,
            ["SPAN_KIND_PRODUCER"] = 4,
            ["SPAN_KIND_CONSUMER"] = 5,
            ["STATUS_CODE_UNSET"] = 0,
            ["STATUS_CODE_OK"] = 1,
            ["STATUS_CODE_ERROR"] = 2,
            ["AGGREGATION_TEMPORALITY_UNSPECIFIED"] = 0,
            ["AGGREGATION_TEMPORALITY_DELTA"] = 1,
            ["AGGREGATION_TEMPORALITY_CUMULATIVE"] = 2,
            ["SEVERITY_NUMBER_UNSPECIFIED"] = 0,
        };
        for (var level = 0; level < Levels.Length; level++)
        {
            for (var step = 0; step < 4; step++)
            {
                values[$"SEVERITY_NUMBER_{Levels[level]}{(step == 0 ? "" : step + 1)}"] = (level * 4) + step + 1;
            }
        }

        return values;
    }
}
