using Google.Protobuf;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Resource.V1;

namespace Correlator.Tests.Ingest.Wire.Oracle;

/// <summary>Random parts of OTLP messages: plain ones mostly, every odd one now and then.</summary>
internal static class RandomValues
{
    private const ulong Now = 1_544_712_660_000_000_000;
    private static readonly string[] Texts =
    [
        "", "a", "service.name", "GET /orders/{id}", "Größe", "日本語", "\U0001F680 rocket", "nul\0nul", "\"quoted\\ \n\t\u0001",
        "ORD-1", "0", "null",
    ];
    private static readonly double[] Reals =
    [
        0, -0.0, 1, -1.5, 0.1, 1e300, double.Epsilon, double.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
        12345678901234567890,
    ];
    private static readonly long[] Integers = [0, 1, -1, 42, int.MaxValue, long.MaxValue, long.MinValue, (1L << 53) + 1];

    public static T Pick<T>(this Random random, T[] among) => among[random.Next(among.Length)];

    /// <summary>True once in <paramref name="times"/>.</summary>
    public static bool Once(this Random random, int times) => random.Next(times) == 0;

    public static string Text(this Random random) =>
        random.Once(3) ? string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => random.Pick(Texts))) : random.Pick(Texts);

    public static double Real(this Random random) => random.Once(3) ? random.NextDouble() * 1000 : random.Pick(Reals);

    public static long Integer(this Random random) => random.Once(3) ? random.NextInt64() : random.Pick(Integers);

    public static uint Count(this Random random) => random.Next(3) switch { 0 => 0, 1 => (uint)random.Next(100), _ => uint.MaxValue };

    /// <summary>Mostly a usual time; at times none, the last one that fits, or one beyond.</summary>
    public static ulong Time(this Random random) =>
        random.Next(20) switch { 0 => 0, 1 => long.MaxValue, 2 => ulong.MaxValue, 3 => 1, _ => Now + (ulong)random.NextInt64(1_000_000_000_000) };

    public static ByteString Bytes(this Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }

    /// <summary>An id of the right length, but for one in twelve: absent, too short, too long, or zero.</summary>
    public static ByteString Id(this Random random, int length) => random.Next(48) switch
    {
        0 => ByteString.Empty,
        1 => random.Bytes(length - 1),
        2 => random.Bytes(length + 1),
        3 => ByteString.CopyFrom(new byte[length]),
        _ => random.Bytes(length),
    };

    public static AnyValue Value(this Random random, int depth) => random.Next(depth > 0 ? 9 : 7) switch
    {
        0 or 1 => new AnyValue { StringValue = random.Text() },
        2 => new AnyValue { BoolValue = random.Once(2) },
        3 => new AnyValue { IntValue = random.Integer() },
        4 => new AnyValue { DoubleValue = random.Real() },
        5 => new AnyValue { BytesValue = random.Bytes(random.Next(20)) },
        6 => new AnyValue(),
        7 => new AnyValue { ArrayValue = new ArrayValue { Values = { Enumerable.Range(0, random.Next(4)).Select(_ => random.Value(depth - 1)) } } },
        _ => new AnyValue { KvlistValue = new KeyValueList { Values = { random.Attributes(depth - 1) } } },
    };

    public static IEnumerable<KeyValue> Attributes(this Random random, int size) =>
        Enumerable.Range(0, random.Next(Math.Clamp(size, 0, 4) + 1)).Select(_ => random.Attribute(size)).ToArray();

    public static Resource Resource(this Random random, int size) => new()
    {
        Attributes = { random.Attributes(size) },
        DroppedAttributesCount = random.Count(),
        EntityRefs = { new EntityRef { Type = random.Text(), IdKeys = { random.Text() } } },
    };

    public static InstrumentationScope Scope(this Random random, int size) =>
        new() { Name = random.Text(), Version = random.Text(), Attributes = { random.Attributes(size) }, DroppedAttributesCount = random.Count() };

    private static KeyValue Attribute(this Random random, int size) => random.Next(20) switch
    {
        0 => new KeyValue { Key = random.Text() },
        1 => new KeyValue { Value = new AnyValue { StringValue = "no key" } },
        _ => new KeyValue { Key = random.Text(), Value = random.Value(Math.Min(size, 3)) },
    };
}
