using System.Diagnostics.Metrics;
using Correlator.Ingest;
using Correlator.Ingest.Policy;
using Correlator.Storage.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Correlator.Tests.Ingest.Policy;

internal static class Policies
{
    public const string Key = "a key of thirty-two characters!!";

    /// <summary>No machine is so busy that a sound pattern takes that long.</summary>
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(10);

    /// <summary>As it comes: credentials are redacted.</summary>
    public static AttributePolicy BuiltIn { get; } = New();

    public static AttributePolicy New(params PolicyRule[] rules) => New(true, Patient, rules);

    public static AttributePolicy Only(params PolicyRule[] rules) => New(false, Patient, rules);

    /// <summary>With as little patience as a server has.</summary>
    public static AttributePolicy Impatient(params PolicyRule[] rules) => New(false, new PolicyOptions().MatchTimeout, rules);

    private static AttributePolicy New(bool builtIn, TimeSpan matchTimeout, PolicyRule[] rules)
    {
        var options = Options.Create(new PolicyOptions { BuiltInRules = builtIn, Rules = [.. rules], HashKey = Key, MatchTimeout = matchTimeout });
        return new AttributePolicy(options, new HashKey(options, new DataFolder("/nowhere")), new IngestMetrics(Meters(), Bodies.Limiter()));
    }

    public static IMeterFactory Meters() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}
