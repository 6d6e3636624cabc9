using Correlator.GraphQL.Language;

namespace Correlator.GraphQL;

/// <summary>What went wrong, where in the document, and where in the answer.</summary>
public sealed record GraphQLError(string Message, IReadOnlyList<Location> Locations, IReadOnlyList<object>? Path = null)
{
    /// <summary>The validation rule that found it, if one did.</summary>
    public string? Rule { get; init; }

    /// <summary>What a program can read of it.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    /// <summary>What was thrown, for the log; never part of an answer.</summary>
    public Exception? Cause { get; init; }
}
