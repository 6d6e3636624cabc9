using System.Runtime.CompilerServices;
using Correlator.GraphQL;
using Correlator.GraphQL.Annotations;

namespace Correlator.IntegrationTests.GraphQL.Transport;

/// <summary>A schema with each kind of operation.</summary>
internal static class CounterSchema
{
    /// <summary>How many streams of ticks are open.</summary>
    public sealed class Gauge
    {
        private int _open;

        /// <summary>Whether those who are here may stay.</summary>
        public bool MayStay { get; set; } = true;

        public int Open => Volatile.Read(ref _open);

        public void Add(int change) => Interlocked.Add(ref _open, change);
    }

    [QueryType]
    public static class Queries
    {
        /// <summary>Greets.</summary>
        public static string Hello(string name = "you") => $"Hello {name}";

        public static string? Broken() => throw new InvalidOperationException("secret");

        public static string? Refused() => throw new GraphQLException("not today");

        public static string User([GlobalState] string caller) => caller;
    }

    [MutationType]
    public static class Mutations
    {
        public static int Add(int one, int other) => one + other;
    }

    [SubscriptionType]
    public static class Subscriptions
    {
        [Subscribe]
        public static async IAsyncEnumerable<int> Count(int to)
        {
            for (var i = 1; i <= to; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }

        /// <summary>One tick at once, and then none until the reader goes.</summary>
        [Subscribe]
        public static async IAsyncEnumerable<int> Ticks(Gauge gauge, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            gauge.Add(1);
            try
            {
                yield return 0;
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            finally
            {
                gauge.Add(-1);
            }
        }

        /// <summary>As many as are read.</summary>
        [Subscribe]
        public static async IAsyncEnumerable<string> Flood()
        {
            for (var i = 0; ; i++)
            {
                await Task.Yield();
                yield return new string('x', 10_000);
            }
        }

        [Subscribe]
        public static async IAsyncEnumerable<int> Breaks()
        {
            yield return 1;
            await Task.Yield();
            throw new GraphQLException("broke off");
        }
    }
}
