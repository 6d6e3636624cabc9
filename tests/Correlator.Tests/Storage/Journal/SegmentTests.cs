using Correlator.Storage.Journal;

namespace Correlator.Tests.Storage.Journal;

public sealed class SegmentTests : IDisposable
{
    private static readonly string[] Bodies = ["first", "the second, somewhat longer", "CJr1 third"];
    private readonly JournalSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Read_WhatWasAppended_IsTheSameInOrder()
    {
        Append(Bodies);
        using var reader = new SegmentReader(_sandbox.Segment(), 0);

        foreach (var body in Bodies)
        {
            var expected = JournalSandbox.Record(body);
            reader.TryRead(out var record).ShouldBeTrue();
            (record with { Body = default }).ShouldBe(expected with { Body = default });
            record.Body.ToArray().ShouldBe(expected.Body.ToArray());
        }

        reader.TryRead(out _).ShouldBeFalse();
        (reader.DamagedBytes, reader.TornBytes).ShouldBe((0, 0));
    }

    [Fact]
    public void Read_LastRecordTornAtEveryByte_KeepsAllBefore()
    {
        Append(Bodies);
        var whole = File.ReadAllBytes(_sandbox.SegmentFiles[0]);
        var lastStart = whole.Length - JournalHeader.Length - Bodies[^1].Length;
        for (var length = lastStart; length < whole.Length; length++)
        {
            File.WriteAllBytes(_sandbox.SegmentFiles[0], whole[..length]);
            using var reader = new SegmentReader(_sandbox.Segment(), 0);

            JournalSandbox.Bodies(reader).ShouldBe(Bodies[..^1]);
            (reader.DamagedBytes, reader.TornBytes).ShouldBe((0, length - lastStart));
        }
    }

    [Fact]
    public void Read_EveryByteFlipped_CostsItsRecordAlone()
    {
        Append(Bodies);
        var whole = File.ReadAllBytes(_sandbox.SegmentFiles[0]);
        for (var at = 0; at < whole.Length; at++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[at] ^= 0x10;
            File.WriteAllBytes(_sandbox.SegmentFiles[0], flipped);
            using var reader = new SegmentReader(_sandbox.Segment(), 0);

            var (lost, bytes) = RecordAt(at);
            JournalSandbox.Bodies(reader).ShouldBe(Bodies.Where((_, index) => index != lost), $"byte {at}");

            // What no record follows cannot be told from a write that a crash tore.
            (reader.DamagedBytes, reader.TornBytes).ShouldBe(lost == Bodies.Length - 1 ? (0, bytes) : (bytes, 0));
        }
    }

    [Fact]
    public void Read_ZeroedTail_IsTornNotDamaged()
    {
        Append(Bodies);
        using (var file = File.OpenWrite(_sandbox.SegmentFiles[0]))
        {
            file.SetLength(file.Length + 4096);
        }

        using var reader = new SegmentReader(_sandbox.Segment(), 0);

        JournalSandbox.Bodies(reader).ShouldBe(Bodies);
        (reader.DamagedBytes, reader.TornBytes).ShouldBe((0, 4096));
    }

    [Fact]
    public void Read_RecordOfAnotherSegmentInABody_IsNoRecord()
    {
        Append(Bodies);
        var stranger = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(_sandbox.SegmentFiles[0]));
        File.Delete(_sandbox.SegmentFiles[0]);
        Append([stranger, "last"]);
        var bytes = File.ReadAllBytes(_sandbox.SegmentFiles[0]);
        bytes[8] ^= 1;
        File.WriteAllBytes(_sandbox.SegmentFiles[0], bytes);
        using var reader = new SegmentReader(_sandbox.Segment(), 0);

        JournalSandbox.Bodies(reader).ShouldBe(["last"]);
    }

    [Fact]
    public void Create_OnUnix_IsItsOwnersAlone()
    {
        Append(Bodies);

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_sandbox.SegmentFiles[0]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static (int Record, long Bytes) RecordAt(int offset)
    {
        for (var (index, end) = (0, 0); ; index++)
        {
            var length = JournalHeader.Length + Bodies[index].Length;
            end += length;
            if (offset < end)
            {
                return (index, length);
            }
        }
    }

    private void Append(IReadOnlyList<string> bodies)
    {
        using var queue = _sandbox.Open();
        queue.Append([.. bodies.Select(JournalSandbox.Record)]);
    }
}
