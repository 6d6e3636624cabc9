namespace Correlator.Tests.Architecture;

/// <summary>Uses types in every way that a scan could overlook.</summary>
[System.ComponentModel.Description("Only to be looked at")]
internal static class ScannedSample
{
    public const string Constant = "a constant";

    public static Func<string> Closure(Uri address) => () =>
    {
        try
        {
            return new global::System.Text.StringBuilder(address.Host).Append("a text in a closure").ToString();
        }
        catch (FormatException)
        {
            return typeof(Stack<>).Name;
        }
    };
}
