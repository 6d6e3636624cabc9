namespace Correlator.GraphQL.Transport;

/// <summary>Why a WebSocket is closed: the codes of graphql-transport-ws, and those of RFC 6455.</summary>
internal readonly record struct SocketClose(int Code, string Reason)
{
    public static SocketClose Normal { get; } = new(1000, "");

    public static SocketClose GoingAway { get; } = new(1001, "The server is going away");

    public static SocketClose TooLong { get; } = new(1009, "The message is too long");

    public static SocketClose Failure { get; } = new(1011, "Unexpected error");

    public static SocketClose Unauthorized { get; } = new(4401, "Unauthorized");

    public static SocketClose Forbidden { get; } = new(4403, "Forbidden");

    public static SocketClose InitTimeout { get; } = new(4408, "Connection initialisation timeout");

    public static SocketClose TooManyInits { get; } = new(4429, "Too many initialisation requests");

    public static SocketClose Invalid(string why) => new(4400, why);

    // A reason has 123 bytes at most; ids are the caller's and may be long.
    public static SocketClose Exists(string id) => new(4409, $"Subscriber for {(id.Length > 20 ? id[..20] : id)} already exists");
}
