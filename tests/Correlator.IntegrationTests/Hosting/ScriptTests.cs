using System.Diagnostics;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Hosting;

/// <summary>What a person reads who starts a script on a machine where something is missing: one sentence, and exit code 1.</summary>
public sealed class ScriptTests : IDisposable
{
    private readonly DirectoryInfo _programs = Directory.CreateTempSubdirectory("correlator-programs-");

    public ScriptTests() => Have("bash", "dirname", "env", "grep", "cut", "paste");

    public void Dispose() => _programs.Delete(recursive: true);

    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    public async Task Script_WithoutDotnet_SaysSo(string script)
    {
        var (code, errors) = await RunAsync(script);

        (code, errors).ShouldBe((1, $"{script}: the .NET 10 SDK is missing. Install it and {(script == "run" ? "start" : "run")} ./{script} again."));
    }

    [Fact]
    public async Task Run_WithAnOlderSdk_NamesWhatIsThere()
    {
        Pretend("dotnet", "echo '9.0.100 [/usr/share/dotnet/sdk]'");

        (await RunAsync("run")).ShouldBe((1, "run: the .NET 10 SDK is missing (found: 9.0.100). Install it and start ./run again."));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    public async Task Script_WithoutNpm_SaysSo(string script)
    {
        Pretend("dotnet", "echo '10.0.100 [/usr/share/dotnet/sdk]'");

        var (code, errors) = await RunAsync(script);

        code.ShouldBe(1);
        errors.Split('\n').ShouldHaveSingleItem().ShouldStartWith($"{script}: Node 20 with npm is missing");
    }

    [Fact]
    public async Task Run_UnknownArgument_IsNamed() =>
        (await RunAsync("run", "--bogus")).ShouldBe((1, "run: unknown argument --bogus; see ./run --help"));

    private void Have(params string[] programs)
    {
        foreach (var program in programs)
        {
            var there = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(_programs.FullName, program), there);
        }
    }

    private void Pretend(string program, string script)
    {
        var path = Path.Combine(_programs.FullName, program);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private async Task<(int Code, string Errors)> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Checkout.Root, script), arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["PATH"] = _programs.FullName;
        start.Environment.Remove("ConnectionStrings__Correlator");
        using var process = Process.Start(start).ShouldNotBeNull();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, errors.Trim());
    }
}
