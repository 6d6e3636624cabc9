namespace Correlator.Hosting;

/// <summary><c>Correlator:Hosting</c>.</summary>
internal sealed class HostingOptions
{
    public const string Section = "Correlator:Hosting";

    /// <summary>Address and port of GraphQL and of the health checks.</summary>
    public string Endpoint { get; set; } = "127.0.0.1:8080";

    /// <summary>How long a stopping server finishes what it has accepted before it ends all the same.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
