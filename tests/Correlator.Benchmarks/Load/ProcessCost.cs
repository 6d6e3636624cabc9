using System.Globalization;

namespace Correlator.Benchmarks.Load;

/// <summary>What a process and its children have used, from Linux's <c>/proc</c>.</summary>
internal sealed class ProcessCost(int process)
{
    /// <summary>Clock ticks a second, as the kernel counts for programs.</summary>
    private const double Ticks = 100;

    /// <summary>CPU seconds of the process, and of its children dead and alive.</summary>
    public double Seconds =>
        Fields(process) is { } own ? (Sum(own, 11, 4) + Children().Sum(child => Fields(child) is { } fields ? Sum(fields, 11, 2) : 0)) / Ticks : 0;

    /// <summary>The most memory that the process alone ever held, in MiB.</summary>
    public long PeakMebibytes => File.ReadLines($"/proc/{process}/status").Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024).First();

    private IEnumerable<int> Children() => Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
        .Select(name => int.TryParse(name, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && Fields(id) is { } fields && fields[1] == process.ToString(CultureInfo.InvariantCulture));

    private static double Sum(string[] fields, int from, int count) =>
        fields.Skip(from).Take(count).Sum(field => double.Parse(field, CultureInfo.InvariantCulture));

    /// <summary>What follows the name in <c>/proc/PID/stat</c>: state, parent, and so on; null when it has ended.</summary>
    private static string[]? Fields(int id)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{id}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
