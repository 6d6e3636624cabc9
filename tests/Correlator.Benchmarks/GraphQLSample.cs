using Correlator.GraphQL.Types;

namespace Correlator.Benchmarks;

/// <summary>A page of journeys as a user interface asks for it, with data that both implementations are given.</summary>
internal static class GraphQLSample
{
    public const string Sdl = """
        type Query { journeys(first: Int!): Journeys! }
        type Journeys { edges: [JourneyEdge!]! pageInfo: PageInfo! totalCount: Int! }
        type JourneyEdge { cursor: String! node: Journey! }
        type PageInfo { hasNextPage: Boolean! endCursor: String }
        type Journey {
          id: ID! status: Status! startedAt: String! durationMs: Float hops: Int! isShared: Boolean!
          functions: [Function!]! messages: [Message!]! last: Part
        }
        type Function { id: ID! name: String! cloud: String coldStarts: Int! }
        type Queue { id: ID! name: String! kind: String! }
        type Message { id: ID! queue: Queue! outcome: String attempts: [Attempt!]! }
        type Attempt { at: String! outcome: String! dwellMs: Float }
        union Part = Function | Message
        enum Status { IN_FLIGHT COMPLETED FAILED STUCK }
        """;

    public const string Document = """
        query Page($first: Int!, $withAttempts: Boolean = true) {
          journeys(first: $first) {
            edges { cursor node { ...Row last { __typename ... on Function { name } ... on Message { id outcome } } } }
            pageInfo { hasNextPage endCursor }
            totalCount
          }
        }
        fragment Row on Journey {
          id status startedAt durationMs hops isShared
          functions { ...F }
          messages { id queue { id name kind } outcome attempts @include(if: $withAttempts) { at outcome dwellMs } }
        }
        fragment F on Function { id name cloud coldStarts }
        """;

    private static readonly string[] Statuses = ["IN_FLIGHT", "COMPLETED", "FAILED", "STUCK"];

    public static Journeys Page(int size)
    {
        var edges = Enumerable.Range(0, size).Select(i => new Edge($"c{i:00000}", NewJourney(i))).ToArray();
        return new Journeys(edges, new PageInfo(true, edges[^1].Cursor), 5 * size);
    }

    public static Schema NewSchema(Journeys page)
    {
        var schema = SchemaBuilder.FromSdl(Sdl);
        ObjectType Of(string name) => (ObjectType)schema.Types[name];
        Of("Query").Resolve("journeys", context =>
        {
            var first = context.Argument<int>("first");
            return new(first >= page.Edges.Length ? page : page with { Edges = page.Edges[..first] });
        });
        Read<Journeys>(Of("Journeys"), ("edges", page => page.Edges), ("pageInfo", page => page.PageInfo), ("totalCount", page => page.TotalCount));
        Read<Edge>(Of("JourneyEdge"), ("cursor", edge => edge.Cursor), ("node", edge => edge.Node));
        Read<PageInfo>(Of("PageInfo"), ("hasNextPage", info => info.HasNextPage), ("endCursor", info => info.EndCursor));
        Read<Journey>(
            Of("Journey"),
            ("id", found => found.Id),
            ("status", found => found.Status),
            ("startedAt", found => found.StartedAt),
            ("durationMs", found => found.DurationMs),
            ("hops", found => found.Hops),
            ("isShared", found => found.IsShared),
            ("functions", found => found.Functions),
            ("messages", found => found.Messages),
            ("last", found => found.Last));
        Read<Function>(
            Of("Function"),
            ("id", found => found.Id),
            ("name", found => found.Name),
            ("cloud", found => found.Cloud),
            ("coldStarts", found => found.ColdStarts));
        Read<Queue>(Of("Queue"), ("id", found => found.Id), ("name", found => found.Name), ("kind", found => found.Kind));
        Read<Message>(
            Of("Message"),
            ("id", found => found.Id),
            ("queue", found => found.Queue),
            ("outcome", found => found.Outcome),
            ("attempts", found => found.Attempts));
        Read<Attempt>(Of("Attempt"), ("at", found => found.At), ("outcome", found => found.Outcome), ("dwellMs", found => found.DwellMs));
        ((UnionType)schema.Types["Part"]).TypeResolver = value => value is Function ? Of("Function") : Of("Message");
        return schema;
    }

    private static void Read<T>(ObjectType type, params (string Name, Func<T, object?> Get)[] fields)
    {
        foreach (var (name, get) in fields)
        {
            type.Read(name, source => get((T)source));
        }
    }

    private static Journey NewJourney(int i)
    {
        Function[] functions = [.. Enumerable.Range(0, 2 + (i % 3)).Select(n => new Function($"f{n}", $"orders-{n}", n % 4 == 3 ? null : "aws", (i + n) % 5))];
        Message[] messages =
        [
            .. Enumerable.Range(0, 1 + (i % 3)).Select(n => new Message(
                $"m{i}-{n}",
                new Queue($"q{n}", $"orders-queue-{n}", "sqs"),
                n == 0 ? null : "processed",
                [
                    .. Enumerable.Range(0, 1 + ((i + n) % 3))
                        .Select(a => new Attempt($"2026-01-02T03:04:{a:00}.000Z", a == 0 ? "ok" : "failed", (i * 0.25) + a)),
                ])),
        ];
        return new Journey(
            $"{i:x8}00000000",
            Statuses[i % 4],
            $"2026-01-02T03:{i % 60:00}:00.000Z",
            i % 7 == 0 ? null : i + 0.5,
            functions.Length,
            i % 2 == 0,
            functions,
            messages,
            i % 2 == 0 ? functions[^1] : messages[^1]);
    }

    internal sealed record Journeys(Edge[] Edges, PageInfo PageInfo, int TotalCount);

    internal sealed record Edge(string Cursor, Journey Node);

    internal sealed record PageInfo(bool HasNextPage, string EndCursor);

    internal sealed record Journey(
        string Id,
        string Status,
        string StartedAt,
        double? DurationMs,
        int Hops,
        bool IsShared,
        Function[] Functions,
        Message[] Messages,
        object? Last);

    internal sealed record Function(string Id, string Name, string? Cloud, int ColdStarts)
    {
        /// <summary>How the reference implementation knows the type.</summary>
        public string Type => nameof(Function);
    }

    internal sealed record Queue(string Id, string Name, string Kind);

    internal sealed record Message(string Id, Queue Queue, string? Outcome, Attempt[] Attempts)
    {
        /// <summary>How the reference implementation knows the type.</summary>
        public string Type => nameof(Message);
    }

    internal sealed record Attempt(string At, string Outcome, double? DwellMs);
}
