namespace Correlator.Telemetry.Conventions;

/// <summary>Names inside the clouds' resource ids and log groups; empty when they hold none.</summary>
internal static class ResourceNames
{
    private const string LambdaGroup = "/aws/lambda/";
    private const int ArnRegion = 3, ArnName = 6;

    /// <summary>
    /// <c>arn:aws:lambda:eu-west-1:123456789012:function:ship:live</c>, <c>//run.googleapis.com/projects/p/locations/l/services/ship</c>,
    /// <c>/subscriptions/.../Microsoft.Web/sites/app/functions/ship</c> (named as the semantic conventions do: <c>app/ship</c>).
    /// </summary>
    public static string Function(string resourceId)
    {
        if (Arn(resourceId) is [_, _, "lambda", _, _, "function", var name, ..])
        {
            return name;
        }

        var function = After(resourceId, "/functions/");
        var application = Application(resourceId);
        return application.Length > 0 ? function.Length > 0 ? $"{application}/{function}" : "" : First(function, After(resourceId, "/services/"));
    }

    /// <summary>The function app of Azure; in other clouds a function stands for itself.</summary>
    public static string Application(string resourceId) => After(resourceId, "/sites/");

    public static string Region(string resourceId) => Arn(resourceId) is { Length: > ArnName } arn ? arn[ArnRegion] : "";

    /// <summary><c>/aws/lambda/ship</c>; some senders write the ARN in the name's place.</summary>
    public static string FunctionOfLogGroup(string group)
    {
        var at = group.IndexOf(LambdaGroup, StringComparison.Ordinal);
        return at < 0 ? "" : group[(at + LambdaGroup.Length)..].Split(':')[0];
    }

    private static string[] Arn(string text) => text.StartsWith("arn:", StringComparison.Ordinal) ? text.Split(':') : [];

    private static string After(string path, string segment)
    {
        var at = path.IndexOf(segment, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? "" : path[(at + segment.Length)..].Split('/')[0];
    }

    private static string First(string first, string second) => first.Length > 0 ? first : second;
}
