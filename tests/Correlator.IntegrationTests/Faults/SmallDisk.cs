using System.Diagnostics;

namespace Correlator.IntegrationTests.Faults;

/// <summary>A file system of a few megabytes that can be filled up and freed again. Mounting one takes root, or there is none.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int FillStep = 64 << 10;

    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    private string Filler => Path.Combine(Folder, "filler");

    /// <summary>Null on a machine that lets nobody mount.</summary>
    public static async Task<SmallDisk?> MountAsync(int megabytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("correlator-disk-").FullName;
        if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0777", "tmpfs", folder) != 0)
        {
            Directory.Delete(folder);
            return null;
        }

        return new SmallDisk(folder);
    }

    public async Task FillAsync()
    {
        await using var file = new FileStream(Filler, FileMode.Append);
        try
        {
            while (true)
            {
                await file.WriteAsync(new byte[FillStep]);
                await file.FlushAsync();
            }
        }
        catch (IOException)
        {
            // Full: as it should be.
        }
    }

    public void Free() => File.Delete(Filler);

    /// <summary>A folder on it that belongs to the owner of another one.</summary>
    public async Task<string> FolderOfOwnerAsync(string other)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "data")).FullName;
        (await RunAsync("chown", $"--reference={other}", folder)).ShouldBe(0);
        return folder;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} cannot be started.");
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
