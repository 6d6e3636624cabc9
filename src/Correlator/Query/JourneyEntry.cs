using Correlator.Correlation;
using Correlator.Telemetry.Read;

namespace Correlator.Query;

/// <summary>One function's turn in a journey's story: its entry span, the attempt that started it, what it published and logged.</summary>
internal sealed record JourneyEntry(Span Span, Message? Message, Attempt? Attempt, bool IsCold, IReadOnlyList<Message> Published, IReadOnlyList<LogRecord> Logs);
