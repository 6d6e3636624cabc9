using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Correlator.GraphQL.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.Benchmarks;

/// <summary>
/// A page of journeys through the GraphQL library and through graphql-js, one after the other: answers per second of processor time,
/// collection of garbage and compilation included, so that other work on the machine counts less. Fails unless both answer the same bytes.
/// </summary>
internal static class GraphQLBenchmarks
{
    private const int Rows = 100;
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    public static async Task<int> RunAsync(int seconds)
    {
        var page = GraphQLSample.Page(Rows);
        var variables = JsonSerializer.SerializeToElement(new { first = Rows });
        var reference = await ReferenceAsync(new { schema = GraphQLSample.Sdl, data = page, document = GraphQLSample.Document, variables, seconds });

        using var services = new ServiceCollection().BuildServiceProvider();
        var options = new GraphQLOptions { MaxCost = int.MaxValue, DefaultListSize = 3 };
        var schema = GraphQLSample.NewSchema(page);
        var executor = new GraphQLExecutor(schema, options);
        var buffer = new ArrayBufferWriter<byte>(1 << 20);
        var request = new GraphQLRequest(GraphQLSample.Document, Variables: variables);
        void Ready() => Answer(executor, request, services, buffer);
        void Cold() => Answer(new GraphQLExecutor(schema, options), request, services, buffer);

        Ready();
        var answer = Encoding.UTF8.GetString(buffer.WrittenSpan);
        if (answer != reference.GetProperty("answer").GetString())
        {
            throw new InvalidOperationException($"The answers differ.\n{reference.GetProperty("answer").GetString()![..500]}\n{answer[..500]}");
        }

        var ready = PerSecond(Ready, seconds);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Ready();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var cold = PerSecond(Cold, seconds);
        Print("ready document", ready, reference.GetProperty("ready").GetDouble());
        Print("read, validated and run", cold, reference.GetProperty("cold").GetDouble());
        Console.WriteLine($"{answer.Length} bytes an answer, {Rows} journeys; {allocated} bytes allocated for an answer of a ready document");
        return 0;
    }

    private static void Print(string what, double ours, double theirs) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-24} Correlator.GraphQL {ours,8:0} answers/s   graphql-js {theirs,8:0} answers/s   {ours / theirs:0.0} times"));

    private static void Answer(GraphQLExecutor executor, GraphQLRequest request, IServiceProvider services, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        var running = executor.ExecuteAsync(request, services);
        ResultWriter.Write((QueryResult)running.GetAwaiter().GetResult(), buffer);
    }

    private static double PerSecond(Action run, int seconds)
    {
        Measure(run, seconds / 2.0);
        return Measure(run, seconds);
    }

    private static double Measure(Action run, double seconds)
    {
        var start = Environment.CpuUsage.TotalTime;
        var used = 0.0;
        var runs = 0;
        while (used < seconds)
        {
            for (var i = 0; i < 10; i++)
            {
                run();
            }

            runs += 10;
            used = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        }

        return runs / used;
    }

    private static async Task<JsonElement> ReferenceAsync<T>(T question)
    {
        var start = new ProcessStartInfo("node", "graphql-bench.js")
        {
            WorkingDirectory = Path.Combine(IntegrationTests.Support.Checkout.Root, "tests", "Correlator.IntegrationTests", "node"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var node = Process.Start(start)!;
        var answer = node.StandardOutput.ReadToEndAsync();
        await JsonSerializer.SerializeAsync(node.StandardInput.BaseStream, question, Camel);
        node.StandardInput.Close();
        using var parsed = JsonDocument.Parse(await answer);
        await node.WaitForExitAsync();
        return parsed.RootElement.Clone();
    }
}
