namespace Correlator.Storage.Paging;

/// <summary>Some days on end; without an end, all that lie that way.</summary>
internal readonly record struct DayRange(DateOnly? From, DateOnly? Until);
