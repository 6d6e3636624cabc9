namespace Correlator.Query;

/// <summary><c>Correlator:Query</c>.</summary>
internal sealed class QueryOptions
{
    public const string Section = "Correlator:Query";

    /// <summary>Log records that a printed journey shows below one span; more are counted only. JSON has them all.</summary>
    public int LogsPerSpan { get; set; } = 20;

    /// <summary>A journey that takes longer to read is logged as a warning.</summary>
    public TimeSpan SlowJourney { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether GraphQL callers may read the schema; GraphiQL needs it.</summary>
    public bool Introspection { get; set; } = true;

    /// <summary>
    /// The most that a GraphQL operation may weigh, known before it runs: its fields that are looked up, and the objects of its lists at the sizes asked for.
    /// </summary>
    public int MaxCost { get; set; } = 250_000;

    /// <summary>How long a GraphQL operation, or one event of a subscription, may run.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>GraphQL subscriptions of this server at a time.</summary>
    public int MaxSubscriptions { get; set; } = 1_000;

    /// <summary>Origins such as <c>https://shop.example</c> whose pages may send GETs and open WebSockets to GraphQL, beside its own.</summary>
    public string[] Origins { get; set; } = [];

    /// <summary>
    /// Names such as <c>correlator.example</c>, beside localhost and addresses, by which a server that listens on
    /// loopback may be asked: those of a proxy before it.
    /// </summary>
    public string[] Hosts { get; set; } = [];
}
