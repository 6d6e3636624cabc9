namespace Correlator.Storage.Embedded;

/// <summary>As whom Postgres runs where we are root: it refuses to run as root.</summary>
internal static class OtherUser
{
    private const string Usual = "postgres";
    private const string Fallback = "correlator";

    public static bool IsNeeded => !OperatingSystem.IsWindows() && Environment.UserName == "root";

    public static async Task<string> NameAsync(CancellationToken cancellationToken)
    {
        foreach (var user in new[] { Usual, Fallback })
        {
            if ((await SystemProgram.RunAsync("id", ["-u", user], cancellationToken)).Code == 0)
            {
                return user;
            }
        }

        await SystemProgram.MustRunAsync("useradd", ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", Fallback], cancellationToken);
        return Fallback;
    }

    public static async Task<bool> CanReachAsync(string path, CancellationToken cancellationToken) =>
        (await RunAsync("test", ["-x", path], cancellationToken)).Code == 0;

    public static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var user = await NameAsync(cancellationToken);
        return await SystemProgram.RunAsync("setpriv", ["--reuid", user, "--regid", user, "--clear-groups", program, .. arguments], cancellationToken);
    }
}
