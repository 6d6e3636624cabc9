namespace Correlator.Storage.Tenants;

/// <param name="Wait">How long until it is worth another try; zero unless too fast.</param>
internal readonly record struct TenantAdmission(TenantVerdict Verdict, TimeSpan Wait);
