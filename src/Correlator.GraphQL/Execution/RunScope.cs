using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Execution;

/// <summary>What the runs of one request share.</summary>
internal sealed record RunScope(Schema Schema, GraphQLOptions Options, IServiceProvider Services, RequestState State, TimeProvider Time)
{
    /// <summary>How long a run may take.</summary>
    public TimeSpan Timeout { get; init; } = Options.ExecutionTimeout;

    /// <summary>What the caller is told of an exception; one that was not meant for callers is reported under an id, and only the id is told.</summary>
    public GraphQLError Describe(Exception exception, IReadOnlyList<Location> locations, IReadOnlyList<object>? path)
    {
        if (exception is GraphQLException told)
        {
            var toldLocations = told.Location is { } location ? [location] : locations;
            return new GraphQLError(told.Message, toldLocations, path) { Extensions = told.Extensions, Cause = told.InnerException };
        }

        var id = Guid.NewGuid().ToString("N")[..12];
        var error = new GraphQLError(Options.ShowExceptions ? exception.Message : "Unexpected error.", locations, path)
        {
            Extensions = new Dictionary<string, object?> { ["id"] = id },
            Cause = exception,
        };
        Options.ReportError?.Invoke(id, error);
        return error;
    }
}
