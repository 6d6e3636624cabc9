using Correlator.Storage.Tenants;

namespace Correlator.Ingest;

/// <param name="Reason">Why records were rejected or the request failed: short, safe to send back.</param>
internal readonly record struct ExportOutcome(ExportStatus Status, int Accepted = 0, int Rejected = 0, string? Reason = null)
{
    public bool IsSuccess => Status is ExportStatus.Stored or ExportStatus.Journaled or ExportStatus.Duplicate;

    public bool IsRetryable => Status is ExportStatus.Full or ExportStatus.DatabaseAway or ExportStatus.TooFast;

    /// <summary>How long the sender should wait, when it is not as long as always.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Of a body that could not be taken in.</summary>
    public static ExportOutcome Of(BodyProblem problem) => problem switch
    {
        BodyProblem.TooLarge => new ExportOutcome(ExportStatus.TooLarge),
        BodyProblem.Full => new ExportOutcome(ExportStatus.Full),
        BodyProblem.Slow => new ExportOutcome(ExportStatus.Slow),
        _ => new ExportOutcome(ExportStatus.Malformed, Reason: "The body is not valid gzip."),
    };

    /// <summary>Null when the tenant is admitted.</summary>
    public static ExportOutcome? Of(in TenantAdmission admission) => admission.Verdict switch
    {
        TenantVerdict.TooFast => new ExportOutcome(ExportStatus.TooFast) { Wait = admission.Wait },
        TenantVerdict.OverQuota => new ExportOutcome(ExportStatus.OverQuota),
        _ => null,
    };
}
