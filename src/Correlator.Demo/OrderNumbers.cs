using System.Globalization;

namespace Correlator.Demo;

/// <summary>Order ids that no other run uses: order-RUN-1, order-RUN-2, ..., where RUN is the time of the start in tenths of a second.</summary>
internal sealed class OrderNumbers(TimeProvider clock)
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private readonly string _run = Base36(clock.GetUtcNow().ToUnixTimeMilliseconds() / 100);
    private int _last;

    public Order Next() => new()
    {
        OrderId = string.Create(CultureInfo.InvariantCulture, $"order-{_run}-{Interlocked.Increment(ref _last)}"),
        CorrelationId = Guid.NewGuid().ToString(),
    };

    private static string Base36(long value) => value < 36 ? Digits[(int)value].ToString() : Base36(value / 36) + Digits[(int)(value % 36)];
}
