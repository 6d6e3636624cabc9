namespace Correlator.Storage.Catalogs;

/// <summary>A function's row.</summary>
internal sealed record StoredFunction
{
    public required int FunctionId { get; init; }
    public required string Environment { get; init; }
    public required string Service { get; init; }
    public required string Name { get; init; }
    public required DateTime FirstSeen { get; init; }
}
