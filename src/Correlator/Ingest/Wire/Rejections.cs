using System.Globalization;
using System.Text;

namespace Correlator.Ingest.Wire;

/// <summary>Counts refused records by reason; composes one bounded sentence for partial_success.</summary>
internal sealed class Rejections
{
    private const int MaxReasons = 8;
    private readonly Dictionary<string, int> _byReason = [];

    public int Count { get; private set; }

    /// <param name="reason">A constant, so that the number of reasons is bounded.</param>
    public void Add(string reason)
    {
        Count++;
        if (_byReason.Count < MaxReasons || _byReason.ContainsKey(reason))
        {
            _byReason[reason] = _byReason.GetValueOrDefault(reason) + 1;
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (reason, count) in _byReason)
        {
            text.Append(text.Length == 0 ? "" : "; ").Append(CultureInfo.InvariantCulture, $"{count} x {reason}");
        }

        return text.ToString();
    }
}
