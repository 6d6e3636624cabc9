using Correlator.Demo.Queues;

namespace Correlator.Demo.Platform;

/// <summary>Why a function is invoked: a message that was delivered, or an HTTP request that brings an order.</summary>
internal sealed record Trigger(Order Order, string Queue = "", Delivery? Delivery = null);
