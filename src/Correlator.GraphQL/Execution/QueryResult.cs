namespace Correlator.GraphQL.Execution;

/// <summary>Data and errors of one run.</summary>
public sealed class QueryResult : GraphQLResult
{
    /// <summary>What was asked for; null when an error reached the root, or nothing ran.</summary>
    public ResultObject? Data { get; init; }

    /// <summary>What went wrong.</summary>
    public IReadOnlyList<GraphQLError> Errors { get; init; } = [];

    /// <summary>What the server adds; written if there is any.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    /// <summary>Why nothing was run.</summary>
    public RequestFailure Failure { get; init; }

    /// <summary>Whether nothing was run: the answer then has no data entry at all.</summary>
    public bool IsRequestError => Failure != RequestFailure.None;

    /// <summary>The answer to a request that could not be run.</summary>
    public static QueryResult Refuse(RequestFailure failure, params IReadOnlyList<GraphQLError> errors) => new() { Failure = failure, Errors = errors };
}
