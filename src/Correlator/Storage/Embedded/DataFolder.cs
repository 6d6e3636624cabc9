using Correlator.Telemetry;

namespace Correlator.Storage.Embedded;

/// <summary>
/// Where everything lies that outlives the process: <c>CORRELATOR_DATA</c>, else the user's data home (for root,
/// /var/lib/correlator, since Postgres runs as another user).
/// </summary>
internal sealed record DataFolder(string Path)
{
    /// <summary>The database cluster.</summary>
    public string Cluster => System.IO.Path.Combine(Path, "postgres");

    /// <summary>
    /// The folder of the database's socket. A socket's path is limited to about 100 bytes, so a deep data folder gets one in the temporary folder.
    /// </summary>
    public string Socket
    {
        get
        {
            var inside = System.IO.Path.Combine(Path, "run");
            if (inside.Length < 80)
            {
                return inside;
            }

            var name = $"correlator-{Hash64.Compute(System.Text.Encoding.UTF8.GetBytes(Path)):x16}";
            return System.IO.Path.Combine(System.IO.Path.GetTempPath(), name);
        }
    }

    public static DataFolder Resolve(string? configured)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            return new DataFolder(System.IO.Path.GetFullPath(configured));
        }

        if (!OperatingSystem.IsWindows() && Environment.UserName == "root")
        {
            return new DataFolder("/var/lib/correlator");
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        return new DataFolder(System.IO.Path.Combine(home, "correlator"));
    }
}
