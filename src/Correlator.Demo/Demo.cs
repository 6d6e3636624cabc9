namespace Correlator.Demo;

internal static class Demo;
