namespace Correlator.Correlation;

/// <summary>What a closure needs to know next.</summary>
/// <param name="Keys">Which traces have these keys?</param>
/// <param name="HotKeys">Which traces did these keys join until now?</param>
/// <param name="Near">Who sighted these messages, received from these traces, or links to them?</param>
/// <param name="NearBatches">The same for batches that are not crossed.</param>
internal sealed record FactQuestions(Guid[] Keys, Guid[] HotKeys, NeighbourQuestion Near, NeighbourQuestion NearBatches);
