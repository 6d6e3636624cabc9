namespace Correlator.IntegrationTests.Support;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Correlator.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run from below a checkout.");
        }

        return folder.FullName;
    }
}
