namespace Correlator.Storage.Catalogs;

/// <summary>Which queues to list. Absent conditions match everything.</summary>
/// <param name="Text">A part of the destination, whatever its case.</param>
internal sealed record QueueFilter(string? Text = null, string? System = null, bool? IsDeadLetter = null);
