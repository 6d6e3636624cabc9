using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Correlator.Demo.Instrumentation;

/// <summary>The two ids that every span and log record of an order carries: one to join by, one that people search for.</summary>
internal static class OrderTags
{
    public const string CorrelationId = "correlation.id";
    public const string OrderId = "order.id";

    public static void Tag(Activity? activity, Order order) => activity?.SetTag(CorrelationId, order.CorrelationId).SetTag(OrderId, order.OrderId);

    public static IDisposable? Scope(ILogger logger, Order order) =>
        logger.BeginScope(new Dictionary<string, object> { [CorrelationId] = order.CorrelationId, [OrderId] = order.OrderId });
}
