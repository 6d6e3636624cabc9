namespace Correlator.Detection;

/// <summary>Opens at once, closes only after some calm evaluations in a row: a value that swings around its threshold does not page anyone twice.</summary>
internal static class Hysteresis
{
    public static FindingChange Decide(Finding? open, Evaluation evaluation, int calmToClose)
    {
        if (open is null)
        {
            return evaluation.IsTrouble ? FindingChange.Open : FindingChange.None;
        }

        if (!evaluation.IsCalm)
        {
            return FindingChange.Update;
        }

        return open.Calm + 1 >= calmToClose ? FindingChange.Close : FindingChange.Calm;
    }
}
