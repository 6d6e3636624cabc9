using System.Globalization;
using Correlator.Ingest.Wire;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest;

/// <summary>The words by which each protocol asks to retry later; those of every day are composed once.</summary>
internal sealed class RetryAdvice
{
    private readonly TimeSpan _delay;
    private readonly string _retryAfter;
    private readonly string _full;
    private readonly string _databaseAway;

    public RetryAdvice(IOptions<IngestOptions> options)
    {
        _delay = options.Value.RetryDelay;
        _retryAfter = Seconds(_delay);
        _full = Compose(new ExportOutcome(ExportStatus.Full));
        _databaseAway = Compose(new ExportOutcome(ExportStatus.DatabaseAway));
    }

    public TimeSpan Delay(in ExportOutcome outcome) => outcome.Wait is { } wait ? Rounded(wait) : _delay;

    /// <summary>Whole seconds, at least one: the header has no smaller unit.</summary>
    public string RetryAfter(in ExportOutcome outcome) => outcome.Wait is { } wait ? Seconds(wait) : _retryAfter;

    /// <summary>grpc-status-details-bin: a google.rpc.Status with RetryInfo, base64 without padding.</summary>
    public string GrpcDetails(in ExportOutcome outcome) =>
        outcome.Wait is not null ? Compose(outcome)
        : outcome.Status == ExportStatus.Full ? _full
        : _databaseAway;

    private static string Seconds(TimeSpan delay) => Math.Max(1, (long)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private static TimeSpan Rounded(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Max(100, Math.Ceiling(wait.TotalMilliseconds)));

    private string Compose(in ExportOutcome outcome)
    {
        var code = (int)ExportAnswers.Grpc(outcome.Status);
        var bytes = OtlpResponses.Status(code, ExportAnswers.Message(outcome.Status, 0), BodyEncoding.Protobuf, Delay(outcome));
        return Convert.ToBase64String(bytes.Span).TrimEnd('=');
    }
}
