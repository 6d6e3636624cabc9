namespace Correlator.GraphQL.Transport;

/// <summary>The formats of answers.</summary>
internal enum AnswerFormat
{
    /// <summary><c>application/json</c>: status 200 for all that reached GraphQL.</summary>
    Json,

    /// <summary><c>application/graphql-response+json</c>: the status tells whether the request could be run.</summary>
    GraphQLResponse,

    /// <summary><c>text/event-stream</c>.</summary>
    EventStream,

    /// <summary><c>text/html</c>: GraphiQL.</summary>
    Html,
}
