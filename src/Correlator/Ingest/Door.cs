namespace Correlator.Ingest;

/// <summary>Which listener a connection came in by; set on every connection of the ingest endpoints.</summary>
internal sealed class Door
{
    public static readonly Door Grpc = new("grpc");
    public static readonly Door Http = new("http");

    /// <summary>Deliveries of Amazon Data Firehose; they come in by the listener of <see cref="Http"/> and are counted apart.</summary>
    public static readonly Door Firehose = new("firehose");

    /// <summary>The listener for people and GraphQL, which is not an ingest endpoint: its connections are not marked.</summary>
    public static readonly Door Web = new("web");

    /// <summary>Events of the Lambda Telemetry API; they too come in by the listener of <see cref="Http"/>.</summary>
    public static readonly Door LambdaTelemetry = new("lambda_telemetry");

    private Door(string name) => Name = name;

    public string Name { get; }
}
