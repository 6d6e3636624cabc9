namespace Correlator.Benchmarks;

/// <summary>Trace requests from a folder's files (<c>trace*.bin</c>, protobuf).</summary>
internal static class CorpusRequests
{
    public static IEnumerable<byte[]> Read(string folder)
    {
        var files = Directory.GetFiles(folder, "trace*.bin");
        return files.Length > 0
            ? files.Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
            : throw new DirectoryNotFoundException($"No trace*.bin in {folder}.");
    }
}
