using System.Buffers.Binary;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Trace.V1;

namespace Correlator.Benchmarks;

/// <summary>Trace requests from a folder's files (<c>trace*.bin</c>, protobuf).</summary>
internal static class CorpusRequests
{
    public static IEnumerable<byte[]> Read(string folder) =>
        Directory.EnumerateFiles(folder, "trace*.bin").Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    /// <summary>So many requests, round and round through the files: each round has traces and spans of its own.</summary>
    public static IEnumerable<byte[]> Repeat(string folder, int count)
    {
        var files = Read(folder).ToArray();
        if (files.Length == 0)
        {
            throw new DirectoryNotFoundException($"No trace*.bin in {folder}.");
        }

        return Enumerable.Range(0, count).AsParallel().AsOrdered().Select(number => Salted(files[number % files.Length], (ulong)(number / files.Length)));
    }

    private static byte[] Salted(byte[] file, ulong salt)
    {
        if (salt == 0)
        {
            return file;
        }

        var request = ExportTraceServiceRequest.Parser.ParseFrom(file);
        foreach (var span in request.ResourceSpans.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans))
        {
            span.TraceId = Salted(span.TraceId, salt);
            span.SpanId = Salted(span.SpanId, salt);
            span.ParentSpanId = Salted(span.ParentSpanId, salt);
            foreach (var link in span.Links)
            {
                Salt(link, salt);
            }
        }

        return request.ToByteArray();
    }

    private static void Salt(Span.Types.Link link, ulong salt)
    {
        link.TraceId = Salted(link.TraceId, salt);
        link.SpanId = Salted(link.SpanId, salt);
    }

    private static ByteString Salted(ByteString id, ulong salt)
    {
        if (id.IsEmpty)
        {
            return id;
        }

        var bytes = id.ToByteArray();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ salt);
        return ByteString.CopyFrom(bytes);
    }
}
