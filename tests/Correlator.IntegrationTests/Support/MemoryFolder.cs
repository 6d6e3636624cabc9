using System.Diagnostics;

namespace Correlator.IntegrationTests.Support;

/// <summary>
/// A folder in memory, where the system has a file system for that and room in it. A database is a thousand files, and a
/// disk takes a tenfold of the time to make them and to remove them.
/// </summary>
internal sealed class MemoryFolder : IDisposable
{
    private const string Root = "/dev/shm";

    /// <summary>A hundred databases of some fifteen megabytes; classes of tests that run at once have fewer.</summary>
    private const long Room = 2L << 30;

    /// <summary>On a machine of less memory it may be needed otherwise.</summary>
    private const long LeastMemory = 6L << 30;

    private MemoryFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Null where there is none.</summary>
    /// <param name="like">What belongs to whoever the folder is to belong to.</param>
    public static async Task<MemoryFolder?> TryMakeAsync(string like)
    {
        if (!OperatingSystem.IsLinux()
            || !Directory.Exists(Root)
            || new DriveInfo(Root).AvailableFreeSpace < Room
            || GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < LeastMemory)
        {
            return null;
        }

        var folder = new MemoryFolder(Directory.CreateDirectory(System.IO.Path.Combine(Root, $"correlator-test-{Guid.NewGuid():N}")).FullName);
        using var chown = Process.Start("chown", [$"--reference={like}", folder.Path]);
        await chown.WaitForExitAsync();
        if (chown.ExitCode == 0)
        {
            return folder;
        }

        folder.Dispose();
        return null;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
