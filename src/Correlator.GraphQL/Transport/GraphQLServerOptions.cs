namespace Correlator.GraphQL.Transport;

/// <summary>How requests come in and answers go out.</summary>
public sealed class GraphQLServerOptions
{
    /// <summary>Whether queries can be sent by GET.</summary>
    public bool EnableGetRequests { get; set; } = true;

    /// <summary>Whether a request can be a list of several.</summary>
    public bool EnableBatching { get; set; }

    /// <summary>The most requests of a list.</summary>
    public int MaxBatchSize { get; set; } = 10;

    /// <summary>Whether browsers that open the address get GraphiQL.</summary>
    public bool EnableGraphiQL { get; set; } = true;

    /// <summary>The longest body of a request, and the longest message of a WebSocket, in bytes.</summary>
    public int MaxRequestBytes { get; set; } = 1024 * 1024;

    /// <summary>The pages of other origins (<c>https://example.org</c>) that may send GETs and open WebSockets; POSTs are a matter of CORS.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>The names, beside localhost and addresses, that a server on loopback may be addressed by: those of a proxy before it, for one.</summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>How often an idle event stream carries a comment, so that nothing between takes it for dead.</summary>
    public TimeSpan EventStreamKeepAlive { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>How often those who stay are asked about (<see cref="Hosting.GraphQLServerBuilder.AddAccessCheck"/>).</summary>
    public TimeSpan AccessCheckPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a WebSocket may take to send <c>connection_init</c>.</summary>
    public TimeSpan ConnectionInitTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often an idle WebSocket is pinged; one that does not answer for as long again is dropped.</summary>
    public TimeSpan SocketKeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The most WebSockets that are open at once.</summary>
    public int MaxSockets { get; set; } = 1_000;

    /// <summary>The most operations that run at once on one WebSocket.</summary>
    public int MaxSocketOperations { get; set; } = 50;

    /// <summary>The most messages that wait for a slow reader of a WebSocket; when they are that many, its operations wait.</summary>
    public int MaxQueuedMessages { get; set; } = 64;

    /// <summary>How long one message may take to be sent on a WebSocket before it is dropped.</summary>
    public TimeSpan SocketSendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What is wrong with the options, one sentence each that begins with the option's name.</summary>
    public IReadOnlyList<string> Violations()
    {
        (string Name, int Value)[] counts =
        [
            (nameof(MaxBatchSize), MaxBatchSize),
            (nameof(MaxRequestBytes), MaxRequestBytes),
            (nameof(MaxSockets), MaxSockets),
            (nameof(MaxSocketOperations), MaxSocketOperations),
            (nameof(MaxQueuedMessages), MaxQueuedMessages),
        ];
        (string Name, TimeSpan Value)[] times =
        [
            (nameof(EventStreamKeepAlive), EventStreamKeepAlive),
            (nameof(AccessCheckPeriod), AccessCheckPeriod),
            (nameof(ConnectionInitTimeout), ConnectionInitTimeout),
            (nameof(SocketKeepAlive), SocketKeepAlive),
            (nameof(SocketSendTimeout), SocketSendTimeout),
        ];
        return
        [
            .. counts.Where(option => option.Value < 1).Select(option => $"{option.Name} must be at least 1."),
            .. times.Where(option => option.Value <= TimeSpan.Zero).Select(option => $"{option.Name} must be positive."),
            .. AllowedOrigins
                .Where(origin => !IsOrigin(origin))
                .Select(origin => $"{nameof(AllowedOrigins)} holds \"{origin}\", which is no origin such as https://example.org."),
        ];
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority) == text;
}
