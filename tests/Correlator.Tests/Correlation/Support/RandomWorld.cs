using Correlator.Telemetry.Facts;

namespace Correlator.Tests.Correlation.Support;

/// <summary>A small tangle of traces from a seed: publishers and consumers of all kinds, keys, links, lost telemetry.</summary>
internal static class RandomWorld
{
    private static readonly string[] Traces = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];
    private static readonly string[] Queues = ["orders", "orders", "mails", "dead"];

    public static Scenario Make(Random random)
    {
        var scenario = new Scenario();
        var traces = Traces[..random.Next(2, Traces.Length + 1)];
        var messages = new List<(string Name, string From, string Queue, string? Id)>();
        foreach (var trace in traces.Where(_ => random.Next(4) > 0))
        {
            scenario.Invoke(trace, random.Next(1000), outcome: random.Next(5) == 0 ? (InvocationOutcome)random.Next(1, 5) : InvocationOutcome.Ok);
        }

        for (var number = random.Next(6); number > 0; number--)
        {
            var message = (Name: $"m{number}", From: Any(random, traces), Queue: Any(random, Queues), Id: random.Next(3) == 0 ? "" : (string?)null);
            messages.Add(message);
            if (random.Next(4) > 0)
            {
                scenario.Publish(message.From, message.Name, random.Next(1000), message.Queue, random.Next(8) == 0, message.Id);
            }
        }

        for (var number = messages.Count == 0 ? 0 : random.Next(7); number > 0; number--)
        {
            Consume(scenario, random, Any(random, traces), messages);
        }

        for (var number = random.Next(4); number > 0; number--)
        {
            scenario.Link(Any(random, traces), Any(random, traces), random.Next(2) == 0, random.Next(1000));
        }

        for (var number = random.Next(5); number > 0; number--)
        {
            scenario.Key($"k{random.Next(3)}", [.. traces.Where(_ => random.Next(4) == 0)]);
        }

        return scenario;
    }

    /// <summary>All facts, some of them twice, in some order, in some portions.</summary>
    public static IReadOnlyList<object[]> Arrivals(Scenario scenario, Random random)
    {
        object[] facts =
        [
            .. scenario.Invocations.Cast<object>(),
            .. scenario.Sightings,
            .. scenario.Links.Cast<object>(),
            .. scenario.Keys.Cast<object>(),
        ];
        object[] all = [.. facts, .. facts.Where(_ => random.Next(4) == 0)];
        random.Shuffle(all);
        var portions = new List<object[]>();
        for (var taken = 0; taken < all.Length;)
        {
            var size = random.Next(1, 1 + all.Length - taken);
            portions.Add(all[taken..(taken + size)]);
            taken += size;
        }

        return portions;
    }

    private static void Consume(Scenario scenario, Random random, string trace, List<(string Name, string From, string Queue, string? Id)> messages)
    {
        var (name, from, queue, id) = messages[random.Next(messages.Count)];
        var context = random.Next(3) > 0 ? from : null;
        var at = random.Next(2000);
        switch (random.Next(6))
        {
            case 0:
                scenario.Receive(trace, name, at, queue: queue, from: context, id: id);
                break;
            case 1:
                scenario.Settle(trace, name, at, queue, random.Next(2) == 0);
                break;
            case 2 or 3:
                var batch = messages.Where(_ => random.Next(2) == 0)
                    .Append(messages[0])
                    .Append(messages[^1])
                    .DistinctBy(message => message.Name)
                    .Select(message => (message.Name, random.Next(3) > 0 ? message.From : null));
                scenario.ProcessBatch(trace, at, [.. batch]);
                break;
            default:
                scenario.Process(
                    trace,
                    name,
                    at,
                    queue: queue,
                    from: context,
                    failed: random.Next(3) == 0,
                    told: random.Next(5) == 0 ? random.Next(4) : 0,
                    id: id,
                    entry: random.Next(4) > 0);
                break;
        }
    }

    private static string Any(Random random, string[] values) => values[random.Next(values.Length)];
}
