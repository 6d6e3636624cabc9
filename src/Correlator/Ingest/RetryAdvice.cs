using System.Globalization;
using Correlator.Ingest.Wire;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest;

/// <summary>The words by which each protocol asks to retry later, composed once.</summary>
internal sealed class RetryAdvice
{
    private readonly string _full;
    private readonly string _databaseAway;

    public RetryAdvice(IOptions<IngestOptions> options)
    {
        Delay = options.Value.RetryDelay;
        RetryAfter = Math.Max(1, (long)Math.Ceiling(Delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        _full = Compose(ExportStatus.Full);
        _databaseAway = Compose(ExportStatus.DatabaseAway);
    }

    public TimeSpan Delay { get; }

    /// <summary>Whole seconds, at least one: the header has no smaller unit.</summary>
    public string RetryAfter { get; }

    /// <summary>grpc-status-details-bin: a google.rpc.Status with RetryInfo, base64 without padding.</summary>
    public string GrpcDetails(ExportStatus status) => status == ExportStatus.Full ? _full : _databaseAway;

    private string Compose(ExportStatus status)
    {
        var bytes = OtlpResponses.Status((int)ExportAnswers.Grpc(status), ExportAnswers.Message(status, 0), BodyEncoding.Protobuf, Delay);
        return Convert.ToBase64String(bytes.Span).TrimEnd('=');
    }
}
