using Correlator.Ingest.Tls;

namespace Correlator.Tests.Ingest.Tls;

/// <summary>What needs real certificates is tested where the server starts with them.</summary>
public sealed class TlsOptionsValidationTests
{
    private static readonly TlsOptionsValidation Validator = new(TimeProvider.System);

    [Fact]
    public void Validate_Defaults_Pass() => Validator.Validate(null, new TlsOptions()).Succeeded.ShouldBeTrue();

    [Theory]
    [InlineData(99)]
    [InlineData(86_400_001)]
    public void Validate_PeriodBeyondItsLimits_NamesItsKey(int milliseconds) =>
        Failure(new TlsOptions { ReloadPeriod = TimeSpan.FromMilliseconds(milliseconds) }).ShouldStartWith("Correlator:Tls:ReloadPeriod ");

    [Fact]
    public void Validate_KeyOrClientCaWithoutACertificate_NamesTheCertificate()
    {
        Failure(new TlsOptions { KeyPath = "tls.key" }).ShouldStartWith("Correlator:Tls:CertificatePath ");
        Failure(new TlsOptions { ClientCaPath = "ca.crt" }).ShouldStartWith("Correlator:Tls:CertificatePath ");
    }

    [Fact]
    public void Validate_FileThatIsNotThere_NamesIt()
    {
        var failure = Failure(new TlsOptions { CertificatePath = "/nowhere/tls.crt", KeyPath = "/nowhere/tls.key" });

        failure.ShouldSatisfyAllConditions(
            told => told.ShouldStartWith("Correlator:Tls"),
            told => told.ShouldContain("/nowhere/tls.crt"));
    }

    private static string Failure(TlsOptions options) => Validator.Validate(null, options).Failures.ShouldNotBeNull().ShouldHaveSingleItem();
}
