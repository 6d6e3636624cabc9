namespace Correlator.Tests.Support;

/// <summary>Text that a test tells over several lines for its reader's sake alone.</summary>
internal static class OneLine
{
    /// <returns>The lines one after another, without their indent and breaks.</returns>
    public static string Of(string text) => string.Concat(text.Split('\n', StringSplitOptions.TrimEntries));
}
