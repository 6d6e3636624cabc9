namespace Correlator.GraphQL.Execution;

/// <summary>
/// Opens the stream of events of a subscription. For each event the operation runs with the event as the source of the field's
/// resolver; without one, the event is the field's value.
/// </summary>
public delegate ValueTask<IAsyncEnumerable<object?>> FieldSubscriber(ResolverContext context);
