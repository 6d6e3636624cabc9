using System.Runtime.InteropServices;

namespace Correlator.Storage.Journal;

/// <summary>Files that their owner alone reads, and names that outlive a power cut.</summary>
internal static partial class JournalFiles
{
    private const int ReadOnly = 0;

    public static FileStreamOptions Private(FileMode mode, FileShare share = FileShare.ReadWrite | FileShare.Delete)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>A file's flush does not flush its name, which stands in the folder. Windows keeps names in its own journal.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0 || Flush(descriptor) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            _ = descriptor < 0 ? 0 : Close(descriptor);
            throw new IOException($"The folder {folder} could not be flushed: {Marshal.GetPInvokeErrorMessage(error)}.");
        }

        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
