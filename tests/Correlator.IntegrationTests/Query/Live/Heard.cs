namespace Correlator.IntegrationTests.Query.Live;

/// <summary>Listens to a stream beside the test.</summary>
internal static class Heard
{
    public static Heard<T> Start<T>(Func<CancellationToken, IAsyncEnumerable<T>> stream)
        where T : class => new(stream);
}
