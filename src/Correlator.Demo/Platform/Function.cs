namespace Correlator.Demo.Platform;

/// <summary>A function of the order system: its name, what triggers it, and what it does with an order.</summary>
internal abstract class Function
{
    public abstract string Name { get; }

    /// <summary>The queues whose messages start it; none for a function that is called over HTTP.</summary>
    public virtual IReadOnlyList<string> Triggers => [];

    /// <summary>How many of its instances receive from each queue.</summary>
    public virtual int Concurrency => 2;

    /// <summary>After this the platform kills the instance.</summary>
    public virtual TimeSpan Timeout => TimeSpan.FromSeconds(5);

    /// <summary>How long a new instance takes before its first invocation.</summary>
    public virtual TimeSpan Init => TimeSpan.FromMilliseconds(350);

    public abstract Task HandleAsync(Invocation invocation, CancellationToken cancellationToken);
}
