using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>The envelope that all three signals share: request -> resource -> scope -> records. Empty envelopes are legal and leave nothing.</summary>
internal abstract class EnvelopeProtobufReader(RecordSink sink)
{
    protected RecordSink Sink { get; } = sink;

    protected TelemetryBatch Batch { get; } = sink.Batch;

    protected AttributeProtobufReader Attributes { get; } = new(sink);

    /// <summary>The index of the resource that the current records belong to.</summary>
    protected int Resource { get; private set; }

    /// <summary>The index of the scope that the current records belong to.</summary>
    protected int Scope { get; private set; }

    public void Read(TextRange request)
    {
        var cursor = new ProtobufCursor(Batch.Text, request);
        while (cursor.Next())
        {
            switch (cursor.Field)
            {
                case 1 when cursor.Is(WireType.Bytes):
                    ReadResource(cursor.Bytes());
                    break;
                case > 1:
                    cursor.Skip();
                    break;
            }
        }
    }

    /// <summary>One Span, LogRecord or Metric.</summary>
    protected abstract void ReadRecord(TextRange record);

    /// <summary>Reads the repeated KeyValue field <paramref name="field"/> of a message into a run of attribute rows.</summary>
    protected RowRange ReadAttributes(TextRange message, int field)
    {
        var first = Batch.Attributes.Count;
        AddAttributes(message, field, first);
        return RunFrom(first);
    }

    private void AddAttributes(TextRange message, int field, int first)
    {
        var cursor = new ProtobufCursor(Batch.Text, message);
        while (cursor.Next())
        {
            if (cursor.Field == field && cursor.Type == WireType.Bytes)
            {
                Attributes.Add(cursor.Bytes(), first);
            }
            else
            {
                cursor.Skip();
            }
        }
    }

    private RowRange RunFrom(int first) => new(first, Batch.Attributes.Count - first);

    private void ReadResource(TextRange message)
    {
        // The resource may follow its scopes on the wire, so it is looked for before any record is read. It may also come in
        // parts, as may a scope: what protobuf merges lies in one run of attributes.
        var (attributes, records) = (Batch.Attributes.Count, Batch.RecordCount);
        var schemaUrl = default(TextRange);
        var cursor = new ProtobufCursor(Batch.Text, message);
        while (cursor.Next())
        {
            switch (cursor.Field)
            {
                case 1 when cursor.Is(WireType.Bytes):
                    AddAttributes(cursor.Bytes(), field: 1, attributes);
                    break;
                case 3 when cursor.Is(WireType.Bytes):
                    schemaUrl = cursor.Bytes();
                    break;
                case 2 or > 3:
                    cursor.Skip();
                    break;
            }
        }

        Resource = Batch.Resources.Add(new ResourceRow(RunFrom(attributes), Sink.Clean(schemaUrl)));
        ReadEach(message, field: 2, ReadScope);
        if (Batch.RecordCount == records)
        {
            Batch.Resources.Truncate(Resource);
            Batch.Attributes.Ids.Truncate(attributes);
        }
    }

    private void ReadScope(TextRange message)
    {
        var (attributes, records) = (Batch.Attributes.Count, Batch.RecordCount);
        TextRange name = default, version = default;
        var cursor = new ProtobufCursor(Batch.Text, message);
        while (cursor.Next())
        {
            if (cursor.Field == 1 && cursor.Type == WireType.Bytes)
            {
                ReadScopePart(cursor.Bytes(), attributes, ref name, ref version);
            }
            else
            {
                cursor.Skip();
            }
        }

        Scope = Batch.Scopes.Add(new ScopeRow(Resource, Sink.Clean(name), Sink.Clean(version), RunFrom(attributes)));
        ReadEach(message, field: 2, ReadRecord);
        if (Batch.RecordCount == records)
        {
            Batch.Scopes.Truncate(Scope);
            Batch.Attributes.Ids.Truncate(attributes);
        }
    }

    private void ReadScopePart(TextRange message, int attributes, ref TextRange name, ref TextRange version)
    {
        var cursor = new ProtobufCursor(Batch.Text, message);
        while (cursor.Next())
        {
            switch (cursor.Field)
            {
                case 1 when cursor.Is(WireType.Bytes):
                    name = cursor.Bytes();
                    break;
                case 2 when cursor.Is(WireType.Bytes):
                    version = cursor.Bytes();
                    break;
                case 3 when cursor.Is(WireType.Bytes):
                    Attributes.Add(cursor.Bytes(), attributes);
                    break;
                case > 3:
                    cursor.Skip();
                    break;
            }
        }
    }

    private void ReadEach(TextRange message, int field, Action<TextRange> read)
    {
        var cursor = new ProtobufCursor(Batch.Text, message);
        while (cursor.Next())
        {
            if (cursor.Field == field && cursor.Type == WireType.Bytes)
            {
                read(cursor.Bytes());
            }
            else
            {
                cursor.Skip();
            }
        }
    }
}
