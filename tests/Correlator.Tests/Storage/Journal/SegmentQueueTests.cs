using Correlator.Storage.Journal;
using FsCheck;
using FsCheck.Fluent;

namespace Correlator.Tests.Storage.Journal;

public sealed class SegmentQueueTests : IDisposable
{
    private readonly JournalSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Open_WhatAnEarlierProcessLeft_IsDrainedFirst()
    {
        using (var earlier = _sandbox.Open())
        {
            earlier.Append([JournalSandbox.Record("one"), JournalSandbox.Record("two")]);
        }

        using var queue = _sandbox.Open();
        queue.Depth().Requests.ShouldBe(2);
        queue.Depth().Age.ShouldBeGreaterThan(TimeSpan.FromDays(1));
        queue.TryReserve(JournalHeader.Length + 5).ShouldBeTrue();
        queue.Append([JournalSandbox.Record("three")]);

        JournalSandbox.Drain(queue).ShouldBe(["one", "two", "three"]);
        queue.Depth().Requests.ShouldBe(0);
        queue.Bytes.ShouldBe(0);
        _sandbox.SegmentFiles.ShouldBeEmpty();
    }

    [Fact]
    public void Open_TwiceAtOnce_IsRefusedWithARemedy()
    {
        using var queue = _sandbox.Open();

        Should.Throw<JournalException>(() => _sandbox.Open()).Message.ShouldContain("Correlator__Storage__JournalFolder");
    }

    [Fact]
    public void Open_AfterProgress_GoesOnWhereItStood()
    {
        using (var earlier = _sandbox.Open())
        {
            earlier.Append([JournalSandbox.Record("one"), JournalSandbox.Record("two"), JournalSandbox.Record("three")]);
            var segment = earlier.Oldest().ShouldNotBeNull();
            using var reader = new SegmentReader(segment, 0);
            reader.TryRead(out _).ShouldBeTrue();
            earlier.Drained(segment, reader.Offset, 1, 1);
            earlier.Depth().Requests.ShouldBe(2);
        }

        using var queue = _sandbox.Open();
        queue.Depth().Requests.ShouldBe(2);

        JournalSandbox.Drain(queue).ShouldBe(["two", "three"]);
    }

    [Fact]
    public void Open_ProgressOfADeletedSegment_SkipsNothingOfTheNext()
    {
        using (var earlier = _sandbox.Open())
        {
            earlier.Append([JournalSandbox.Record("one")]);
            JournalSandbox.Drain(earlier);
        }

        using (var later = _sandbox.Open())
        {
            later.Append([JournalSandbox.Record("two")]);
        }

        using var queue = _sandbox.Open();

        JournalSandbox.Drain(queue).ShouldBe(["two"]);
    }

    [Fact]
    public void TryReserve_BeyondTheBound_IsRefusedUntilASegmentIsGone()
    {
        using var queue = _sandbox.Open(maxBytes: 1000);
        var record = JournalSandbox.Record(new string('x', 800));
        queue.TryReserve(856).ShouldBeTrue();
        queue.Append([record]);

        queue.TryReserve(856).ShouldBeFalse();
        JournalSandbox.Drain(queue);

        queue.TryReserve(856).ShouldBeTrue();
    }

    [Fact]
    public void Append_MoreThanASegmentHolds_GoesOnInTheNext()
    {
        using var queue = _sandbox.Open(maxBytes: 16_000);
        var bodies = Enumerable.Range(0, 10).Select(number => new string((char)('a' + number), 600)).ToArray();
        foreach (var body in bodies)
        {
            queue.Append([JournalSandbox.Record(body)]);
        }

        _sandbox.SegmentFiles.Count.ShouldBeGreaterThan(2);
        JournalSandbox.Drain(queue).ShouldBe(bodies);
    }

    [Fact]
    public void Remove_DamagedSegment_IsSetAsideAndKeepsItsRoom()
    {
        using (var earlier = _sandbox.Open())
        {
            earlier.Append([JournalSandbox.Record("one"), JournalSandbox.Record("two")]);
        }

        var bytes = File.ReadAllBytes(_sandbox.SegmentFiles[0]);
        bytes[JournalHeader.Length] ^= 1;
        File.WriteAllBytes(_sandbox.SegmentFiles[0], bytes);
        using var queue = _sandbox.Open();

        JournalSandbox.Drain(queue).ShouldBe(["two"]);

        queue.Depth().DamagedFiles.ShouldBe(1);
        queue.Bytes.ShouldBe(bytes.Length);
        _sandbox.Place().DamagedFiles().ShouldBe(1);
    }

    [Fact]
    public void AppendCrashReopenDrain_AnyOrder_KeepsEveryFlushedRecordOnceInOrder()
    {
        // A number below 70 appends so many records, one below 85 crashes with that much of an unfinished write, the rest drains one record.
        var property = Prop.ForAll(
            Gen.Choose(0, 99).ArrayOf().ToArbitrary(),
            steps =>
            {
                using var sandbox = new JournalSandbox();
                Run(sandbox, steps).ShouldBeTrue();
            });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(25), property);
    }

    private static bool Run(JournalSandbox sandbox, int[] steps)
    {
        var expected = new Queue<string>();
        var queue = sandbox.Open();
        var number = 0;
        try
        {
            foreach (var step in steps)
            {
                if (step < 70)
                {
                    string[] bodies = [.. Enumerable.Range(0, 1 + (step % 4)).Select(_ => $"record {number++} {new string('x', step)}")];
                    queue.Append([.. bodies.Select(JournalSandbox.Record)]);
                    Array.ForEach(bodies, expected.Enqueue);
                }
                else if (step < 85)
                {
                    queue.Dispose();
                    if (sandbox.SegmentFiles.Count > 0)
                    {
                        using var torn = File.OpenWrite(sandbox.SegmentFiles[^1]);
                        torn.Seek(0, SeekOrigin.End);
                        torn.Write([.. JournalHeader.Magic, .. new byte[step]]);
                    }

                    queue = sandbox.Open();
                    queue.Depth().Requests.ShouldBe(expected.Count);
                }
                else
                {
                    DrainOne(queue, expected);
                }
            }

            JournalSandbox.Drain(queue).ShouldBe(expected);
            return true;
        }
        finally
        {
            queue.Dispose();
        }
    }

    private static void DrainOne(SegmentQueue queue, Queue<string> expected)
    {
        if (queue.Oldest() is not { } segment)
        {
            return;
        }

        using var reader = new SegmentReader(segment, segment.Drained);
        if (reader.TryRead(out var record))
        {
            System.Text.Encoding.UTF8.GetString(record.Body.Span).ShouldBe(expected.Dequeue());
            queue.Drained(segment, reader.Offset, 1, record.ReceivedNano);
        }
        else
        {
            queue.Remove(segment, isDamaged: false);
        }
    }
}
