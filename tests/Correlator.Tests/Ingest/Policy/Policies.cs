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

    /// <summary>As it comes: credentials are redacted.</summary>
    public static AttributePolicy BuiltIn { get; } = New();

    public static AttributePolicy New(params PolicyRule[] rules) => New(true, rules);

    public static AttributePolicy Only(params PolicyRule[] rules) => New(false, rules);

    private static AttributePolicy New(bool builtIn, PolicyRule[] rules)
    {
        var options = Options.Create(new PolicyOptions { BuiltInRules = builtIn, Rules = [.. rules], HashKey = Key, MatchTimeout = TimeSpan.FromSeconds(10) });
        return new AttributePolicy(options, new HashKey(options, new DataFolder("/nowhere")), new IngestMetrics(Meters(), Bodies.Limiter()));
    }

    public static IMeterFactory Meters() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}
