using BenchmarkDotNet.Running;
using Correlator.Benchmarks;
using Correlator.Benchmarks.Load;

// Benches of the process run under BenchmarkDotNet; those of the database measure a real Postgres themselves.
const string Benches =
    """
    DecodeBenchmarks
    BlockEncodeBenchmarks
    FactExtractBenchmarks
    StageBenchmarks [--groups N] [--spans N] [--corpus FOLDER]
    CommitBenchmarks [--batches N] [--corpus FOLDER]
    TraceByIdBenchmarks [--spans N]
    SealBenchmarks [--spans N] [--corpus FOLDER]
    GraphQLBenchmarks [--seconds N]
    LoadBenchmarks [--seconds N] [--warmup N] [--mix PART_OF_NAME]
    fuzz [--requests N] [--seed N] [--only NUMBER]
    """;

var bench = args.FirstOrDefault();
if (bench is "--list" or "--help")
{
    Console.WriteLine(Benches);
    Console.WriteLine("Those without options here take BenchmarkDotNet's, as --filter '*Decode*'.");
    return 0;
}

var usage = Benches.Split('\n').FirstOrDefault(line => line.Split(' ')[0] == bench && line.Contains('['));
if (usage is not null && args.Contains("--help"))
{
    Console.WriteLine(usage);
    return 0;
}

// A misspelt option would run for minutes and measure something else.
if (usage is not null && args.FirstOrDefault(option => option.StartsWith("--", StringComparison.Ordinal) && !usage.Contains($"[{option} ")) is { } unknown)
{
    Console.Error.WriteLine($"{bench} has no option {unknown}: {usage}");
    return 2;
}

switch (bench)
{
    case nameof(CommitBenchmarks):
        return await CommitBenchmarks.RunAsync(Option("--batches", 400), Text("--corpus"));
    case nameof(StageBenchmarks):
        return StageBenchmarks.Run(Option("--groups", 200), Option("--spans", SampleSpans.PerRequest), Text("--corpus"));
    case nameof(TraceByIdBenchmarks):
        return await TraceByIdBenchmarks.RunAsync(Option("--spans", 50_000));
    case nameof(SealBenchmarks):
        return await SealBenchmarks.RunAsync(Option("--spans", 200_000), Text("--corpus"));
    case nameof(GraphQLBenchmarks):
        return await GraphQLBenchmarks.RunAsync(Option("--seconds", 4));
    case "fuzz":
        return await FuzzBenchmarks.RunAsync(Option("--requests", 1_000_000), Option("--seed", 20260101), Option("--only", -1));
    case nameof(LoadBenchmarks):
        return await LoadBenchmarks.RunAsync(Option("--seconds", 15), Option("--warmup", 25), Text("--mix"));
    default:
        BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
        return 0;
}

int Option(string name, int otherwise) => Text(name) is { } value ? int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) : otherwise;

string? Text(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
