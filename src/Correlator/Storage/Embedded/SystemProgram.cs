using System.Diagnostics;

namespace Correlator.Storage.Embedded;

/// <summary>Runs programs of this machine to their end.</summary>
internal static class SystemProgram
{
    public static async Task MustRunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var (code, output) = await RunAsync(program, arguments, cancellationToken);
        if (code != 0)
        {
            throw new EmbeddedPostgresException(
                $"{program} exited with {code} while the embedded Postgres was prepared: {output.Trim().ReplaceLineEndings(" ")}");
        }
    }

    public static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        // Output goes to a file: a postmaster keeps the pipes of the pg_ctl that started it open, and reading them to the end would wait for its end.
        var file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? program : "/bin/sh") { WorkingDirectory = Path.GetTempPath() };
            if (!OperatingSystem.IsWindows())
            {
                start.ArgumentList.Add("-c");
                start.ArgumentList.Add("out=$1; shift; exec \"$@\" >\"$out\" 2>&1 </dev/null");
                start.ArgumentList.Add("sh");
                start.ArgumentList.Add(file);
                start.ArgumentList.Add(program);
            }

            foreach (var argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start) ?? throw new EmbeddedPostgresException($"{program} cannot be started.");
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await File.ReadAllTextAsync(file, cancellationToken));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
