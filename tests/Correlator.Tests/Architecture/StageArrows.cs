namespace Correlator.Tests.Architecture;

/// <summary>Which stage may know which.</summary>
internal static class StageArrows
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Telemetry"] = [],
        ["Storage"] = ["Telemetry"],
        ["Ingest"] = ["Telemetry", "Storage"],
        ["Correlation"] = ["Telemetry", "Storage"],
        ["Detection"] = ["Telemetry", "Storage", "Correlation"],
        ["Query"] = ["Telemetry", "Storage", "Ingest", "Correlation", "Detection"],
        ["Hosting"] = ["Telemetry", "Storage", "Ingest", "Correlation", "Detection", "Query"],
    };

    /// <summary>Names of System.IO that touch no file.</summary>
    private static readonly HashSet<string> HarmlessIo =
        ["InvalidDataException", "IOException", "EndOfStreamException", "MemoryStream", "Stream", "TextWriter", "StringWriter"];

    private static readonly string[] Io = ["System.IO", "System.Net", "System.Diagnostics.Process", "System.Threading.Tasks"];

    public static IReadOnlyCollection<string> Stages => Allowed.Keys;

    /// <summary>One sentence per arrow that must not be.</summary>
    public static IEnumerable<string> Violations(IEnumerable<TypeFacts> types) =>
        from facts in types
        where facts.Type.Stage.Length > 0
        from use in facts.Uses
        let sentence = Check(facts.Type, use)
        where sentence is not null
        select sentence;

    /// <summary>The rules see Telemetry and records of their own stage alone, and so does everything that they use.</summary>
    public static IEnumerable<string> ImpureRules(IReadOnlyCollection<TypeFacts> types, Func<TypeName, bool> isRule)
    {
        var byName = types.ToDictionary(facts => facts.Type);
        foreach (var rule in byName.Keys.Where(isRule))
        {
            var open = new Stack<TypeName>([rule]);
            var seen = new HashSet<TypeName>();
            while (open.TryPop(out var type))
            {
                if (!seen.Add(type) || !byName.TryGetValue(type, out var facts))
                {
                    continue;
                }

                foreach (var use in facts.Uses)
                {
                    if (use.IsOurs ? use.Stage.Length > 0 && use.Stage != "Telemetry" && use.Stage != rule.Stage : !IsBaseLibrary(use) || IsIo(use))
                    {
                        yield return $"{rule} is a rule, and {(type == rule ? "" : $"by way of {type} ")}it uses {use}.";
                    }

                    if (use.IsOurs)
                    {
                        open.Push(use);
                    }
                }
            }
        }
    }

    private static string? Check(TypeName from, TypeName to)
    {
        if (!Allowed.TryGetValue(from.Stage, out var allowed))
        {
            return $"{from} stands in {from.Stage}, which is no stage.";
        }

        if (to.IsOurs)
        {
            if (to.Stage.Length > 0 && to.Stage != from.Stage && !allowed.Contains(to.Stage))
            {
                return $"{from} uses {to}: {from.Stage} must not know {to.Stage}.";
            }

            var isWire = to.Namespace.StartsWith("Correlator.Ingest.Wire", StringComparison.Ordinal);
            return isWire && from.Stage != "Ingest" ? $"{from} uses {to}: only Ingest knows the wire." : null;
        }

        if (to.Assembly == "Correlator.GraphQL" && from.Stage != "Query")
        {
            return $"{from} uses {to}: only Query knows GraphQL.";
        }

        return from.Stage == "Telemetry" && (!IsBaseLibrary(to) || IsIo(to))
            ? $"{from} uses {to}: Telemetry depends on the base library alone and does no I/O."
            : null;
    }

    private static bool IsBaseLibrary(TypeName type) => type.Assembly.Length == 0 || type.Assembly.StartsWith("System.", StringComparison.Ordinal);

    private static bool IsIo(TypeName type) =>
        Io.Any(space => type.Namespace == space || type.Namespace.StartsWith(space + ".", StringComparison.Ordinal)) && !HarmlessIo.Contains(type.Name);
}
