using System.Text.Json;
using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Execution;

/// <summary>What a caller asks for: a document, or the id of one that the server has, and what it needs to run.</summary>
public sealed record GraphQLRequest(
    string? Document,
    string? DocumentId = null,
    string? OperationName = null,
    JsonElement? Variables = null,
    JsonElement? Extensions = null)
{
    private static readonly OperationType[] All = Enum.GetValues<OperationType>();

    /// <summary>The kinds of operation that the way it came in allows: a GET must not write, for one.</summary>
    public IReadOnlyCollection<OperationType> Allowed { get; init; } = All;
}
