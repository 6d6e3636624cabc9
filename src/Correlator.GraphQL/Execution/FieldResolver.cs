namespace Correlator.GraphQL.Execution;

/// <summary>
/// Finds the value of a field. What it throws becomes an error of that field; only the message of a <see cref="GraphQLException"/> is shown to the caller.
/// </summary>
public delegate ValueTask<object?> FieldResolver(ResolverContext context);
