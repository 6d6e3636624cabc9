using System.Text;
using System.Text.Json;
using Correlator.Ingest.Wire;
using Correlator.Telemetry;
using Correlator.Tests.Ingest.Wire.Oracle;
using Google.Protobuf;

namespace Correlator.Tests.Ingest.Fuzz;

/// <summary>
/// Damaged requests from a seed: whole ones of every signal in both encodings, as exporters write them and as a generator of odd values does,
/// then mutated a few times.
/// Every case is a function of seed and number alone.
/// </summary>
internal sealed class FuzzCorpus
{
    private const int RandomOnes = 60;
    private const int MaxMutations = 6;
    private static readonly Signal[] Signals = [Signal.Traces, Signal.Logs, Signal.Metrics];
    private readonly int _seed;
    private readonly Dictionary<(Signal, bool), byte[][]> _whole = [];
    private readonly byte[][] _all;

    public FuzzCorpus(int seed)
    {
        _seed = seed;
        var random = new Random(seed);
        foreach (var signal in Signals)
        {
            byte[][] json = [.. RealRequests.Json(signal).Select(Encoding.UTF8.GetBytes)];
            IMessage[] messages = [.. Enumerable.Range(0, RandomOnes).Select(number => Request.Random(signal, random, 1 + (number % 6)))];
            _whole[(signal, true)] = [.. json, .. messages.Select(message => new OtlpJsonText(random).Write(message))];
            _whole[(signal, false)] = [.. json.Select(text => Protobuf(signal, text)), .. messages.Select(message => message.ToByteArray())];
        }

        _all = [.. _whole.Values.SelectMany(bodies => bodies)];
    }

    public FuzzCase Case(int number)
    {
        // Neighbouring seeds of Random give related numbers; multiplied by a large odd number they do not.
        var random = new Random(unchecked((_seed * 397) ^ (number * (int)2654435761)));
        var (signal, isJson) = (Signals[number % 3], number / 3 % 2 == 0);
        var bodies = _whole[(signal, isJson)];
        var mutator = new Mutator(random, isJson, _all);
        var body = bodies[random.Next(bodies.Length)];

        // Few mostly: what is damaged in many places is refused at the first.
        for (var mutations = random.Next(2) == 0 ? 1 : random.Next(1, MaxMutations + 1); mutations > 0; mutations--)
        {
            body = mutator.Mutate(body);
        }

        return new FuzzCase(number, signal, isJson, body);
    }

    private static byte[] Protobuf(Signal signal, byte[] json)
    {
        using var buffer = new ProtobufBuffer(json.Length);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        new JsonTranscoder(buffer).Message(ref reader, OtlpJsonSchema.Request(signal));
        return buffer.Written.ToArray();
    }
}
