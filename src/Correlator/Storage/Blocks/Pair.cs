namespace Correlator.Storage.Blocks;

/// <summary>A distinct <c>key=value</c> pair of a group of requests.</summary>
/// <param name="Hash">Of key, kind and value.</param>
/// <param name="BloomHash">What a block's filter is told of it.</param>
/// <param name="Key">The key's id in the group's <see cref="PairTable"/>.</param>
/// <param name="Source">A request that has it.</param>
/// <param name="Attribute">Its id among that request's attributes.</param>
internal readonly record struct Pair(ulong Hash, ulong BloomHash, int Key, int Source, int Attribute);
