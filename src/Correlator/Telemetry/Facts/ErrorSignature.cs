using System.Text;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Conventions;

namespace Correlator.Telemetry.Facts;

/// <summary>What failed, so that equal failures compare equal: type and message, with numbers and ids masked.</summary>
internal static class ErrorSignature
{
    private const int MaxLength = 300;

    public static string Of(TelemetryBatch batch, in SpanRow span, in AttributeRow errorType)
    {
        var type = errorType.Kind == AttributeKind.Empty ? "" : ResourceIdentities.Text(batch, errorType);
        var message = batch.String(span.StatusMessage);
        foreach (ref readonly var spanEvent in batch.Events.Slice(span.Events))
        {
            foreach (ref readonly var attribute in batch.Attributes.Slice(spanEvent.Attributes))
            {
                switch (batch.Keys[attribute.Key].Known)
                {
                    case KnownKey.ExceptionType:
                        type = ResourceIdentities.Text(batch, attribute);
                        break;
                    case KnownKey.ExceptionMessage when message.Length == 0:
                        message = ResourceIdentities.Text(batch, attribute);
                        break;
                }
            }
        }

        return Compose(type, message);
    }

    public static string Compose(string type, string message)
    {
        var text = new StringBuilder(type);
        if (message.Length > 0)
        {
            text.Append(type.Length > 0 ? ": " : "");
            AppendMasked(text, message);
        }

        return text.Length == 0 ? "error" : text.ToString(0, Math.Min(text.Length, MaxLength));
    }

    public static InvocationOutcome Outcome(string signature) =>
        IsOutOfMemory(signature) ? InvocationOutcome.OutOfMemory
        : IsTimeout(signature) ? InvocationOutcome.Timeout
        : InvocationOutcome.Error;

    private static bool IsOutOfMemory(string signature) =>
        signature.Contains("OutOfMemory", StringComparison.OrdinalIgnoreCase) || signature.Contains("signal: killed", StringComparison.Ordinal);

    private static bool IsTimeout(string signature) =>
        signature.Contains("Task timed out", StringComparison.Ordinal)
        || signature.StartsWith("FunctionTimeoutException", StringComparison.Ordinal)
        || signature is "timeout";

    /// <summary>Every word that holds a digit becomes <c>#</c>: order numbers, addresses, ids, durations.</summary>
    private static void AppendMasked(StringBuilder text, string message)
    {
        var wordStart = text.Length;
        var hasDigit = false;
        foreach (var letter in message.AsSpan(0, Math.Min(message.Length, MaxLength)))
        {
            if (char.IsLetterOrDigit(letter) || letter is '-' or '_')
            {
                hasDigit |= char.IsDigit(letter);
                text.Append(letter);
                continue;
            }

            Mask(text, wordStart, hasDigit);
            text.Append(letter);
            (wordStart, hasDigit) = (text.Length, false);
        }

        Mask(text, wordStart, hasDigit);
    }

    private static void Mask(StringBuilder text, int wordStart, bool hasDigit)
    {
        if (hasDigit)
        {
            text.Length = wordStart;
            text.Append('#');
        }
    }
}
