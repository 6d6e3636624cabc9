using System.Globalization;

namespace Correlator.Ingest.Wire;

/// <summary>Counts refused records by reason; composes one bounded sentence for partial_success.</summary>
internal sealed class Rejections
{
    private readonly List<(string Reason, int Count)> _byReason = [];

    public int Count { get; private set; }

    /// <param name="reason">A constant, so that the reasons are few and told apart by reference: a request may have millions of bad records.</param>
    public void Add(string reason)
    {
        Count++;
        for (var index = 0; index < _byReason.Count; index++)
        {
            if (ReferenceEquals(_byReason[index].Reason, reason))
            {
                _byReason[index] = (reason, _byReason[index].Count + 1);
                return;
            }
        }

        _byReason.Add((reason, 1));
    }

    public override string ToString() =>
        string.Join("; ", _byReason.Select(refused => string.Create(CultureInfo.InvariantCulture, $"{refused.Count} x {refused.Reason}")));
}
