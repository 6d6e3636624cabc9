using Correlator.Ingest;

namespace Correlator.Tests.Ingest;

public sealed class IngestOptionsValidationTests
{
    private static readonly IngestOptionsValidation Validator = new();

    [Fact]
    public void Validate_Defaults_Pass() => Validator.Validate(null, new IngestOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void Validate_SeveralBadValues_NamesEachKey()
    {
        var options = new IngestOptions { GrpcEndpoint = "4317", MaxRequestBytes = 1, RetryDelay = TimeSpan.Zero, MaxConcurrentExports = 0 };

        var result = Validator.Validate(null, options);

        result.Failures.ShouldNotBeNull();
        foreach (var key in new[] { "GrpcEndpoint", "MaxRequestBytes", "RetryDelay", "MaxConcurrentExports" })
        {
            result.Failures.ShouldContain(failure => failure.StartsWith("Correlator:Ingest:" + key));
        }
    }

    /// <summary>One wrong value at least of every option.</summary>
    public static TheoryData<string, object> Wrong => new()
    {
        { nameof(IngestOptions.GrpcEndpoint), "4317" },
        { nameof(IngestOptions.GrpcEndpoint), "" },
        { nameof(IngestOptions.HttpEndpoint), "example.org:4318" },
        { nameof(IngestOptions.MaxRequestBytes), 1023 },
        { nameof(IngestOptions.MaxRequestBytes), (1 << 30) + 1 },
        { nameof(IngestOptions.MaxBytesInFlight), (64L << 20) - 1 },
        { nameof(IngestOptions.MaxConcurrentExports), 0 },
        { nameof(IngestOptions.MaxConcurrentExports), 1_000_001 },
        { nameof(IngestOptions.BodyTimeout), TimeSpan.FromMilliseconds(999) },
        { nameof(IngestOptions.BodyTimeout), TimeSpan.FromMinutes(61) },
        { nameof(IngestOptions.MaxConnections), 0 },
        { nameof(IngestOptions.MaxConnections), 1_000_001 },
        { nameof(IngestOptions.MaxStreamsPerConnection), 0 },
        { nameof(IngestOptions.MaxStreamsPerConnection), 1_000_001 },
        { nameof(IngestOptions.RetryDelay), TimeSpan.FromMilliseconds(99) },
        { nameof(IngestOptions.RetryDelay), TimeSpan.FromMinutes(61) },
        { nameof(IngestOptions.MaxAttributes), 0 },
        { nameof(IngestOptions.MaxAttributes), 1_000_001 },
        { nameof(IngestOptions.MaxValueBytes), 15 },
        { nameof(IngestOptions.MaxValueBytes), (64 << 20) + 1 },
        { nameof(IngestOptions.CorsOrigins), new[] { "shop.example" } },
        { nameof(IngestOptions.CorsOrigins), new[] { "https://shop.example/path" } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Validate_WrongValue_NamesItsKey(string key, object value)
    {
        var options = new IngestOptions();
        typeof(IngestOptions).GetProperty(key)?.SetValue(options, value);

        Validator.Validate(null, options).Failures.ShouldNotBeNull().ShouldContain(failure => failure.StartsWith($"Correlator:Ingest:{key} "));
    }

    [Fact]
    public void Validate_EveryOption_IsLookedAt() =>
        typeof(IngestOptions).GetProperties().Select(property => property.Name).Except(Wrong.Select(row => (string)row[0])).ShouldBeEmpty();

    [Fact]
    public void Validate_BothDoorsOnOnePort_Fails() =>
        Validator.Validate(null, new IngestOptions { HttpEndpoint = "127.0.0.1:4317" }).Failed.ShouldBeTrue();

    [Theory]
    [InlineData("127.0.0.1:4317", true)]
    [InlineData("localhost:4317", true)]
    [InlineData("*:4317", true)]
    [InlineData("[::1]:4317", true)]
    [InlineData("0.0.0.0:0", true)]
    [InlineData("::1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.1:", false)]
    [InlineData("example.org:4317", false)]
    [InlineData("", false)]
    public void TryParse_Endpoint_IsAddressAndPort(string text, bool valid) => Endpoint.TryParse(text, out _).ShouldBe(valid);
}
