namespace Correlator.Storage.Paging;

/// <summary>A place in a list by name.</summary>
internal sealed record NamePlace(string Name, int Id);
