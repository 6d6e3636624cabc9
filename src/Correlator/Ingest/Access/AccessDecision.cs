using System.Diagnostics.CodeAnalysis;
using Correlator.Storage.Access;

namespace Correlator.Ingest.Access;

/// <param name="Grant">Null unless granted.</param>
internal readonly record struct AccessDecision(AccessVerdict Verdict, Grant? Grant)
{
    public bool IsGranted([NotNullWhen(true)] out Grant? grant)
    {
        grant = Grant;
        return grant is not null;
    }
}
