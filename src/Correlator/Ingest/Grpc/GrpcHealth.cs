using System.Text;
using Correlator.Ingest.Wire;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Grpc;

/// <summary>grpc.health.v1: every service here serves as long as exports can be stored.</summary>
internal sealed class GrpcHealth(CanStore canStore)
{
    private static readonly byte[] Serving = [0x08, 1];
    private static readonly byte[] NotServing = [0x08, 2];

    /// <summary>The HealthCheckResponse to a HealthCheckRequest; null for a service that is not known here.</summary>
    public byte[]? Check(ReadOnlySpan<byte> request)
    {
        var service = "";
        var cursor = new ProtobufCursor(request, new TextRange(0, request.Length));
        while (cursor.Next())
        {
            if (cursor.Field == 1 && cursor.Is(WireType.Bytes))
            {
                var name = cursor.Bytes();
                service = Encoding.UTF8.GetString(request.Slice(name.Offset, name.Length));
            }
            else if (cursor.Field != 1)
            {
                cursor.Skip();
            }
        }

        return !GrpcServices.IsKnown(service) ? null : canStore() ? Serving : NotServing;
    }
}
