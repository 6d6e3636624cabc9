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
        var result = Validator.Validate(null, new IngestOptions { GrpcEndpoint = "4317", MaxRequestBytes = 1, RetryDelay = TimeSpan.Zero, MaxConcurrentExports = 0 });

        result.Failures.ShouldNotBeNull();
        foreach (var key in new[] { "GrpcEndpoint", "MaxRequestBytes", "RetryDelay", "MaxConcurrentExports" })
        {
            result.Failures.ShouldContain(failure => failure.StartsWith("Correlator:Ingest:" + key));
        }
    }

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
