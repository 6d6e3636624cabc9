using Microsoft.Extensions.Logging;

namespace Correlator.GraphQL.Transport;

internal static partial class GraphQLLog
{
    [LoggerMessage(1, LogLevel.Error, "GraphQL error {Id} at {Path}.")]
    public static partial void FieldFailed(ILogger logger, string id, string path, Exception? exception);

    [LoggerMessage(2, LogLevel.Error, "GraphQL request failed.")]
    public static partial void RequestFailed(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Debug, "GraphQL socket ended with {Code}: {Reason}")]
    public static partial void SocketEnded(ILogger logger, int code, string reason);
}
