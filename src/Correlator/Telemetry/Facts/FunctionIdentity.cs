namespace Correlator.Telemetry.Facts;

/// <summary>What makes a function within a tenant. Version and instance hang below it and are not part of its identity.</summary>
internal readonly record struct FunctionIdentity(string Environment, string Service, string Name);
