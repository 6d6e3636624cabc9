using System.Text;
using Correlator.Storage.Blocks;
using Correlator.Telemetry.Read;

namespace Correlator.Storage;

/// <summary>What blocks and records must hold for attribute conditions.</summary>
internal static class BlockPruning
{
    public static ulong[] Hashes(IReadOnlyList<(string Key, string Value)> attributes) =>
        [.. attributes.Select(attribute => BloomFilter.Hash(Encoding.UTF8.GetBytes(attribute.Key), Encoding.UTF8.GetBytes(attribute.Value)))];

    public static bool MayHold(ReadOnlySpan<byte> bloom, ulong[] hashes)
    {
        foreach (var hash in hashes)
        {
            if (!BloomFilter.MayContain(bloom, hash))
            {
                return false;
            }
        }

        return true;
    }

    public static bool Holds(IReadOnlyList<AttributeValue> own, Resource resource, IReadOnlyList<(string Key, string Value)> wanted) =>
        wanted.All(condition => own.Concat(resource.Attributes).Any(attribute => attribute.Key == condition.Key && attribute.ToString() == condition.Value));
}
