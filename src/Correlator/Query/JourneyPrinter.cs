using System.Globalization;
using System.Text;
using Correlator.Correlation;
using Correlator.Telemetry.Facts;
using Correlator.Telemetry.Read;

namespace Correlator.Query;

/// <summary>
/// Tells a journey on a terminal: what it is and where it stands, then its hops in the order of time, with waits, attempts,
/// errors and logs. Never more than a person can scroll.
/// </summary>
internal sealed class JourneyPrinter(JourneyView view, DateTime now, bool colours)
{
    private const string Red = "31";
    private const string Green = "32";
    private const string Yellow = "33";
    private readonly StringBuilder _text = new();

    /// <summary>Log records shown below one span.</summary>
    public int MaxLogs { get; init; } = 20;

    /// <summary>Functions' turns shown: the first three quarters and the last one.</summary>
    public int MaxEntries { get; init; } = 200;

    /// <summary>Messages, keys and other journeys listed in one place.</summary>
    public int MaxListed { get; init; } = 10;

    public string Print()
    {
        var (entries, loose) = JourneyStory.Tell(view);
        Header();
        var left = Math.Max(0, entries.Count - MaxEntries);
        var first = left == 0 ? entries.Count : MaxEntries * 3 / 4;
        foreach (var entry in entries.Take(first))
        {
            Entry(entry);
        }

        if (left > 0)
        {
            Line("", $"... {left} more turns of functions in between; --json has them all ...");
            foreach (var entry in entries.Skip(first + left))
            {
                Entry(entry);
            }
        }

        foreach (var message in Listed(view.Messages.Where(message => message.PublisherSpanId is null && message.Attempts.Count == 0), "  "))
        {
            Published(message, "  ");
        }

        if (loose.Count > 0)
        {
            Line("", "Log records of spans that never arrived:");
            Logs(loose);
        }

        Others();
        return _text.ToString();
    }

    private void Header()
    {
        var summary = view.Summary;
        var color = summary.Status switch
        {
            JourneyStatus.Completed => Green,
            JourneyStatus.InFlight => Yellow,
            _ => Red,
        };
        Line("", $"Journey {summary.JourneyId:n}  {Paint(JourneyText.Name(summary.Status), color)}");
        var length = JourneyText.Duration(summary.EndedAt - summary.StartedAt);
        Line("  ", $"{view.Function(summary.RootFunctionId)} at {JourneyText.Moment(summary.StartedAt)}, {length} long, {Counts(summary)}");
        var keysByName = view.Keys
            .DistinctBy(key => (key.Name, key.Value))
            .OrderBy(key => key.Name, StringComparer.Ordinal)
            .GroupBy(key => key.Name);
        foreach (var keys in Listed(keysByName, "  "))
        {
            Line("  ", $"{keys.Key}: {string.Join(", ", keys.Select(key => key.Value).Take(MaxListed))}");
        }

        foreach (var message in Listed(view.Messages.Where(message => message.State is not MessageState.Processed), "  "))
        {
            Line("  ", $"Now: {Where(message)}");
        }

        if (view.TracesLeftOut > 0)
        {
            Line("  ", $"The spans of {view.TracesLeftOut} more traces are left out.");
        }

        _text.AppendLine();
    }

    private static string Counts(JourneySummary summary) => string.Join(", ",
        JourneyText.Count(summary.Traces, "trace"),
        JourneyText.Count(summary.Invocations, "invocation"),
        JourneyText.Count(summary.Messages, "message"),
        JourneyText.Count(summary.Attempts, "attempt"),
        JourneyText.Count(summary.Errors, "error"),
        JourneyText.Count(summary.ColdStarts, "cold start"));

    private void Entry(JourneyEntry entry)
    {
        foreach (var (message, attempt) in Listed(entry.Deliveries, "  ~ "))
        {
            Delivery(message, attempt);
        }

        if (entry.JoinedBy.Length > 0)
        {
            Line("  ~ ", $"joined by {entry.JoinedBy}: no trace context came with it");
        }
        else if (entry.Origin is EntryOrigin.Orphan or EntryOrigin.Link)
        {
            Line("  ~ ", entry.Origin == EntryOrigin.Orphan ? "its parent span never arrived" : "linked to another trace, by no message");
        }

        var failed = entry.Outcome != InvocationOutcome.Ok;
        var cold = !entry.IsCold ? "" : Paint(entry.InitMicros > 0 ? $"  cold start ({JourneyText.Micros(entry.InitMicros)} init)" : "  cold start", "36");
        var end = failed ? Paint(End(entry.Outcome), Red) : "";
        var lasted = JourneyText.Micros((entry.EndNano - entry.StartNano) / 1000);
        Line("", $"{JourneyText.Clock(entry.StartNano)}  {Paint(view.Function(entry.FunctionId), "1")}  {entry.Name}  {lasted}{cold}{end}");
        if (entry.Error.Length > 0)
        {
            Line("      ", Paint(JourneyText.Short(entry.Error), Red));
        }

        if (entry.BilledMicros > 0)
        {
            Line("      ", $"billed {JourneyText.Micros(entry.BilledMicros)}{Memory(entry)}");
        }

        Logs(entry.Logs);
        foreach (var published in Listed(entry.Published, "      "))
        {
            Published(published, "      ");
        }
    }

    private static string End(InvocationOutcome outcome) => outcome switch
    {
        InvocationOutcome.Ok => "",
        InvocationOutcome.Timeout => "  TIMED OUT",
        InvocationOutcome.OutOfMemory => "  OUT OF MEMORY",
        InvocationOutcome.Unknown => "  no end was told",
        _ => "  FAILED",
    };

    private static string Memory(JourneyEntry entry) =>
        entry is { MemoryBytes: > 0, MemoryUsedBytes: > 0 }
            ? FormattableString.Invariant($", used {entry.MemoryUsedBytes >> 20} of {entry.MemoryBytes >> 20} MB")
            : "";

    private void Delivery(Message message, Attempt attempt)
    {
        var of = message.Attempts.Max(one => one.Number);
        var queue = view.Queue(attempt.QueueId);
        var waited = attempt.DwellMicros is { } dwell && attempt.SkewMicros == 0 ? $"waited {JourneyText.Micros(dwell)} in {queue}" : $"from {queue}";
        var skew = attempt.SkewMicros > 0 ? $", the consumer's clock is at least {JourneyText.Micros(attempt.SkewMicros)} behind" : "";
        Line("  ~ ", $"{waited}, attempt {attempt.Number} of {of}{skew}");
    }

    private void Published(Message message, string indent)
    {
        Line(indent, $"-> {view.Queue(message.QueueId)}{(message.MessageId.Length > 0 ? $"  message {message.MessageId}" : "")}  {Outcome(message)}");
        foreach (var unseen in Listed(message.Attempts.Where(attempt => attempt.SpanId is null), $"{indent}     "))
        {
            Line(indent, $"     attempt {unseen.Number} left no span: timed out, out of memory or lost");
        }
    }

    private void Logs(IReadOnlyList<LogRecord> logs)
    {
        foreach (var log in logs.Take(MaxLogs))
        {
            var level = log.Severity switch
            {
                >= LogRecord.ErrorSeverity => Paint("ERROR", Red),
                >= 13 => Paint("WARN ", Yellow),
                >= 9 => "INFO ",
                >= 1 => "DEBUG",
                _ => "     ",
            };
            Line("      ", $"{JourneyText.Clock(log.TimeNano)} {level} {JourneyText.Short(log.Body)}");
        }

        if (logs.Count > MaxLogs)
        {
            Line("      ", $"... and {logs.Count - MaxLogs} more log records");
        }
    }

    private void Others()
    {
        if (view.Others.Count == 0)
        {
            return;
        }

        _text.AppendLine();
        Line("", $"The same id belongs to {JourneyText.Count(view.Others.Count, "more journey")}:");
        foreach (var other in Listed(view.Others, "  "))
        {
            Line("  ", $"{other.JourneyId:n}  {JourneyText.Moment(other.StartedAt)}  {JourneyText.Name(other.Status)}");
        }
    }

    private string Where(Message message) => message.State switch
    {
        MessageState.DeadLettered => $"dead-lettered from {view.Queue(message.QueueId)}{DeadLetterQueue(message)} after {Attempts(message)}{Because(message)}",
        MessageState.Lost => $"lost: published to {view.Queue(message.QueueId)} {Since(message.PublishedAt)} and never consumed",
        MessageState.Failing => $"failing: {Attempts(message)} from {view.Queue(message.QueueId)}, none succeeded{Because(message)}",
        _ => $"in flight: published to {view.Queue(message.QueueId)} {Since(message.PublishedAt)}, not yet consumed",
    };

    private string DeadLetterQueue(Message message) => message.DeadLetterQueueId is { } queue ? $" to {view.Queue(queue)}" : "";

    private static string Attempts(Message message) => JourneyText.Count(message.Attempts.Count, "attempt");

    private string Outcome(Message message) => message.State switch
    {
        MessageState.Processed => Processed(message),
        _ => Paint(Where(message), message.State == MessageState.InFlight ? Yellow : Red),
    };

    private static string Processed(Message message)
    {
        var attempt = message.Attempts.Count > 1
            ? $" at attempt {message.Attempts.First(attempt => attempt.Outcome == InvocationOutcome.Ok).Number}"
            : "";
        return $"processed{attempt}{(message.TotalMicros is { } total ? $" after {JourneyText.Micros(total)}" : "")}";
    }

    private static string Because(Message message) =>
        message.Attempts.LastOrDefault(attempt => attempt is { SpanId: not null, ErrorSignature.Length: > 0 }) is { } failed
            ? $": {failed.ErrorSignature}"
            : "";

    private string Since(DateTime? time) => time is { } at ? $"{JourneyText.Duration(now - at)} ago" : "at an unknown time";

    /// <summary>The first of some things; how many more there are is told in their place.</summary>
    private IEnumerable<T> Listed<T>(IEnumerable<T> things, string indent)
    {
        var count = 0;
        foreach (var thing in things)
        {
            if (count++ < MaxListed)
            {
                yield return thing;
            }
        }

        if (count > MaxListed)
        {
            Line(indent, $"... and {count - MaxListed} more");
        }
    }

    private void Line(string indent, FormattableString text) => _text.Append(indent).AppendLine(text.ToString(CultureInfo.InvariantCulture));

    private void Line(string indent, string text) => _text.Append(indent).AppendLine(text);

    private string Paint(string text, string colour) => colours ? $"\e[{colour}m{text}\e[0m" : text;
}
