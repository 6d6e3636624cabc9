namespace Correlator.Storage.Paging;

/// <summary>A place in a list by time: the row's time, and the ids that tell it from others of that time.</summary>
/// <param name="Number">Only where one id is not enough: a span within its trace.</param>
internal sealed record TimePlace(DateTime At, Guid Id, long Number = 0);
