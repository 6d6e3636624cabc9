using System.Security.Cryptography;
using System.Text;
using Correlator.Storage.Embedded;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest.Policy;

/// <summary>The key of the keyed hash: configured, or made when it is first needed and kept in the data folder, readable by the server's user alone.</summary>
internal sealed class HashKey(IOptions<PolicyOptions> options, DataFolder folder)
{
    private const int KeyBytes = 32;
    private const string FileName = "policy-hash.key";
    private readonly Lazy<byte[]> _bytes = new(() => options.Value.HashKey is { Length: > 0 } configured
        ? SHA256.HashData(Encoding.UTF8.GetBytes(configured))
        : ReadOrMake(folder.Path));

    public byte[] Bytes => _bytes.Value;

    public static byte[] ReadOrMake(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            Make(path);
        }

        var kept = File.ReadAllBytes(path);
        return kept.Length == KeyBytes ? kept : throw new InvalidDataException(
            $"{path} does not hold the {KeyBytes} bytes of a hash key. Delete it to have a new one made; hashes will differ from earlier ones.");
    }

    private static void Make(string path)
    {
        // Written whole beside it and then given its name: a server that starts at the same time reads all of the key or makes none.
        var draft = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(draft, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
