using System.Diagnostics;

namespace Correlator.IntegrationTests.Faults;

/// <summary>A test that fills a disk of its own: left out, and said so, where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> CanMount = new(Probe);

    public SmallDiskFactAttribute()
    {
        if (!CanMount.Value)
        {
            Skip = "No small file system can be mounted here: that takes Linux and root.";
        }
    }

    private static bool Probe()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            return false;
        }

        var folder = Directory.CreateTempSubdirectory("correlator-probe-").FullName;
        try
        {
            return Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder) && Run("umount", folder);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
        process?.WaitForExit();
        return process?.ExitCode == 0;
    }
}
