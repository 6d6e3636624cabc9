namespace Correlator.Correlation;

internal readonly record struct NeighbourQuestion(Guid[] Messages, Guid[] Traces)
{
    public bool IsEmpty => Messages.Length + Traces.Length == 0;
}
