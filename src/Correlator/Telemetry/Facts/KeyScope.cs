namespace Correlator.Telemetry.Facts;

/// <summary>What a correlation key is good for.</summary>
internal enum KeyScope : byte
{
    /// <summary>Joins traces into one journey: the correlation-ID family and conversation ids.</summary>
    Joins = 1,

    /// <summary>Joins what belongs to one invocation (logs, reports, retries with the same request id).</summary>
    Invocation = 2,

    /// <summary>Finds journeys by a business key such as an order id; never joins.</summary>
    Finds = 3,
}
