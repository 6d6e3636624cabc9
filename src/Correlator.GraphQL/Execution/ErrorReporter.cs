namespace Correlator.GraphQL.Execution;

/// <summary>Is told of errors whose message callers do not see: the id that they see instead, and the error with its cause.</summary>
public delegate void ErrorReporter(string id, GraphQLError error);
