namespace Correlator.Detection;

/// <summary><c>Correlator:Detection</c>. Closing thresholds lie below opening ones.</summary>
internal sealed class DetectionOptions
{
    public const string Section = "Correlator:Detection";

    /// <summary>How often everything is evaluated.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The window that detectors look at.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Calm evaluations in a row that close a finding.</summary>
    public int CalmToClose { get; set; } = 3;

    /// <summary>Cold starts: share of a function's invocations that opens a finding.</summary>
    public double ColdStartShare { get; set; } = 0.2;

    /// <summary>Cold starts: how many there must be in the window.</summary>
    public int ColdStartCount { get; set; } = 5;

    /// <summary>Retry storm: attempts per message that open a finding.</summary>
    public double RetryAmplification { get; set; } = 1.5;

    /// <summary>Retry storm: attempts beyond the first that there must be in the window.</summary>
    public int RetryCount { get; set; } = 10;

    /// <summary>Dead letters: how many in the window, or what depth of the queue, opens a finding.</summary>
    public int DeadLetters { get; set; } = 1;
}
