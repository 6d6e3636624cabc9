namespace Correlator.GraphQL.Execution;

/// <summary>The answer to a request: a <see cref="QueryResult"/>, or a <see cref="SubscriptionResult"/> that goes on.</summary>
public abstract class GraphQLResult;
