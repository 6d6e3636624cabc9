namespace Correlator.Detection;

internal enum Severity : short
{
    Info = 1,
    Warning = 2,
    Critical = 3,
}
