namespace Correlator.Storage.Catalogs;

/// <summary>Which functions to list. Absent conditions match everything.</summary>
/// <param name="Text">A part of the name or the service, whatever its case.</param>
internal sealed record FunctionFilter(string? Text = null, string? Environment = null);
