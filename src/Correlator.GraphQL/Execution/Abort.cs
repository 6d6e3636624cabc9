using Correlator.GraphQL.DataLoading;

namespace Correlator.GraphQL.Execution;

/// <summary>The end of a run before its time, on the run's own turn.</summary>
internal sealed class Abort(OperationRun run) : IResumable
{
    public void Resume() => run.End();
}
