using System.Globalization;
using System.Text;
using Correlator.Correlation;
using Correlator.Storage;
using Correlator.Telemetry;
using Correlator.Telemetry.Read;

namespace Correlator.Query;

/// <summary>Tells a journey on a terminal: what it is and where it stands, then its hops in the order of time, with waits, attempts, errors and logs.</summary>
internal sealed class JourneyPrinter(JourneyView view, DateTime now, bool colours)
{
    private readonly StringBuilder _text = new();
    private readonly HashSet<TraceId> _traces = [];

    /// <summary>Log records shown below one span.</summary>
    public int MaxLogs { get; init; } = 20;

    public string Print()
    {
        Header();
        foreach (var entry in JourneyStory.Tell(view))
        {
            Entry(entry);
        }

        foreach (var message in view.Messages.Where(message => message.PublisherSpanId is null && message.Attempts.Count == 0))
        {
            Published(message, indent: "  ");
        }

        if (view.Others.Count > 0)
        {
            _text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"The same id belongs to {view.Others.Count} more journeys:");
            foreach (var other in view.Others.Take(10))
            {
                _text.AppendLine(CultureInfo.InvariantCulture, $"  {other.JourneyId:n}  {Moment(other.StartedAt)}  {Name(other.Status)}");
            }
        }

        return _text.ToString();
    }

    private static string Name(JourneyStatus status) => status switch
    {
        JourneyStatus.InFlight => "in flight",
        JourneyStatus.Stuck => "stuck",
        JourneyStatus.Failed => "failed",
        _ => "completed",
    };

    private static string Moment(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) => span.TotalMilliseconds switch
    {
        < 1 => FormattableString.Invariant($"{span.TotalMicroseconds:0} us"),
        < 1000 => FormattableString.Invariant($"{span.TotalMilliseconds:0.#} ms"),
        < 60_000 => FormattableString.Invariant($"{span.TotalSeconds:0.##} s"),
        < 3_600_000 => FormattableString.Invariant($"{span.TotalMinutes:0.#} min"),
        < 86_400_000 => FormattableString.Invariant($"{span.TotalHours:0.#} h"),
        _ => FormattableString.Invariant($"{span.TotalDays:0.#} days"),
    };

    private static string Micros(long micros) => Span(TimeSpan.FromMicroseconds(micros));

    private void Header()
    {
        var summary = view.Summary;
        _text.Append("Journey ").Append(summary.JourneyId.ToString("n")).Append("  ").AppendLine(Status(summary.Status));
        _text.AppendLine(CultureInfo.InvariantCulture,
            $"  {view.Function(summary.RootFunctionId)} at {Moment(summary.StartedAt)}, {Span(summary.EndedAt - summary.StartedAt)} long, {Count(summary.Traces, "trace")}, {Count(summary.Invocations, "invocation")}, {Count(summary.Messages, "message")}, {Count(summary.Attempts, "attempt")}, {Count(summary.Errors, "error")}, {Count(summary.ColdStarts, "cold start")}");
        foreach (var message in view.Messages.Where(message => message.State is not MessageState.Processed))
        {
            _text.Append("  Now: ").AppendLine(Where(message));
        }

        _text.AppendLine();
    }

    private void Entry(JourneyEntry entry)
    {
        if (entry.Attempt is { } attempt && entry.Message is { } message)
        {
            var of = message.Attempts.Max(one => one.Number);
            _text.Append("  ~ ").Append(attempt.DwellMicros is { } dwell ? $"waited {Micros(dwell)} in {view.Queue(attempt.QueueId)}" : $"from {view.Queue(attempt.QueueId)}");
            _text.Append(CultureInfo.InvariantCulture, $", attempt {attempt.Number} of {of}");
            if (attempt.SkewMicros > 0)
            {
                _text.Append(", the consumer's clock is at least ").Append(Micros(attempt.SkewMicros)).Append(" behind");
            }

            _text.AppendLine();
        }

        var span = entry.Span;
        var failed = span.Status == SpanStatus.Error;
        _text.Append(UnixTime.ToDateTime(span.StartNano).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)).Append("  ");
        _text.Append(Paint(view.Function(span.FunctionId), "1")).Append("  ").Append(span.Name).Append("  ").Append(Micros((span.EndNano - span.StartNano) / 1000));
        _text.Append(entry.IsCold ? Paint("  cold start", "36") : "").Append(failed ? Paint("  FAILED", "31") : "").AppendLine(BeginsTrace(span) ? $"  (trace {span.TraceId})" : "");
        if (failed)
        {
            _text.Append("      ").AppendLine(Paint(Error(span), "31"));
        }

        Logs(entry.Logs);
        foreach (var published in entry.Published)
        {
            Published(published, indent: "      ");
        }
    }

    /// <summary>Among several traces, the first entry of each names it.</summary>
    private bool BeginsTrace(Span span) => view.Traces.Count > 1 && _traces.Add(span.TraceId);

    private void Published(Message message, string indent)
    {
        _text.Append(indent).Append("-> ").Append(view.Queue(message.QueueId));
        _text.Append(message.MessageId.Length > 0 ? $"  message {message.MessageId}" : "").Append("  ").AppendLine(Outcome(message));
        foreach (var unseen in message.Attempts.Where(attempt => attempt.SpanId is null))
        {
            _text.Append(indent).AppendLine(CultureInfo.InvariantCulture, $"     attempt {unseen.Number} left no span: timed out, out of memory or lost");
        }
    }

    private void Logs(IReadOnlyList<LogRecord> logs)
    {
        foreach (var log in logs.Take(MaxLogs))
        {
            var level = log.Severity >= 17 ? Paint("ERROR", "31") : log.Severity >= 13 ? Paint("WARN ", "33") : log.Severity >= 9 ? "INFO " : "DEBUG";
            var body = log.Body.ReplaceLineEndings(" ");
            _text.Append("      ").Append(UnixTime.ToDateTime(log.TimeNano).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)).Append(' ').Append(level).Append(' ');
            _text.AppendLine(body.Length > 200 ? body[..200] + "..." : body);
        }

        if (logs.Count > MaxLogs)
        {
            _text.AppendLine(CultureInfo.InvariantCulture, $"      ... and {logs.Count - MaxLogs} more log records");
        }
    }

    private string Where(Message message) => message.State switch
    {
        MessageState.DeadLettered => $"dead-lettered from {view.Queue(message.QueueId)}{(message.DeadLetterQueueId is { } queue ? $" to {view.Queue(queue)}" : "")} after {Count(message.Attempts.Count, "attempt")}{Because(message)}",
        MessageState.Lost => $"lost: published to {view.Queue(message.QueueId)} {Since(message.PublishedAt)} and never consumed",
        MessageState.Failing => $"failing: {Count(message.Attempts.Count, "attempt")} from {view.Queue(message.QueueId)}, none succeeded{Because(message)}",
        _ => $"in flight: published to {view.Queue(message.QueueId)} {Since(message.PublishedAt)}, not yet consumed",
    };

    private string Outcome(Message message) => message.State switch
    {
        MessageState.Processed => $"processed{(message.Attempts.Count > 1 ? $" at attempt {message.Attempts[^1].Number}" : "")}{(message.TotalMicros is { } total ? $" after {Micros(total)}" : "")}",
        _ => Paint(Where(message), message.State == MessageState.InFlight ? "33" : "31"),
    };

    private static string Because(Message message) => message.Attempts.LastOrDefault(attempt => attempt.ErrorSignature.Length > 0) is { } failed ? $": {failed.ErrorSignature}" : "";

    private string Since(DateTime? time) => time is { } at ? $"{Span(now - at)} ago" : "at an unknown time";

    private static string Error(Span span)
    {
        var thrown = span.Events.SelectMany(spanEvent => spanEvent.Attributes).ToLookup(attribute => attribute.Key, attribute => attribute.ToString());
        var type = thrown["exception.type"].FirstOrDefault() ?? "";
        var message = span.StatusMessage.Length > 0 ? span.StatusMessage : thrown["exception.message"].FirstOrDefault() ?? "";
        return (type, message) switch { ("", "") => "error", ("", _) => message, (_, "") => type, _ => $"{type}: {message}" };
    }

    private static string Count(int count, string noun) => FormattableString.Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");

    private string Status(JourneyStatus status) => Paint(Name(status), status switch { JourneyStatus.Completed => "32", JourneyStatus.InFlight => "33", _ => "31" });

    private string Paint(string text, string colour) => colours ? $"\e[{colour}m{text}\e[0m" : text;
}
