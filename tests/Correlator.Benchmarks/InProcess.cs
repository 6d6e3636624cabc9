using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace Correlator.Benchmarks;

/// <summary>A short job in this process (nothing is restored or built again) that counts allocations.</summary>
internal sealed class InProcess : ManualConfig
{
    public InProcess()
    {
        AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance));
        AddDiagnoser(MemoryDiagnoser.Default);
    }
}
