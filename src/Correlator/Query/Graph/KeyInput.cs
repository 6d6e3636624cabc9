namespace Correlator.Query.Graph;

/// <summary>A correlation or business key.</summary>
/// <param name="Value">Its value, as the telemetry has it.</param>
/// <param name="Name">Its name in any spelling, such as `correlation_id`, `orderId` or `order`; without it a key of any name.</param>
internal sealed record KeyInput(string Value, string? Name = null);
