namespace Correlator.GraphQL;

/// <summary>An error whose message is meant for the caller.</summary>
public sealed class GraphQLException(string message) : Exception(message);
