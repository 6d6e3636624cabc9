namespace Correlator.Demo.Platform;

internal enum InvocationOutcome
{
    Succeeded,
    Failed,

    /// <summary>The platform ended the instance: nobody settled the message, and the invocation's span is never sent.</summary>
    Killed,
}
