namespace Correlator.Demo.Troubles;

/// <summary>Something that goes wrong in systems of functions and queues, brought about by orders that are made for it.</summary>
internal abstract class Trouble
{
    public abstract string Name { get; }

    /// <summary>Sends the orders; gives back those to look at afterwards.</summary>
    public abstract Task<IReadOnlyList<SentOrder>> SendAsync(OrderSystem shop, CancellationToken cancellationToken);
}
