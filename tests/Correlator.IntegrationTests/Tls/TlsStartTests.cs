using System.Net;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Tls;

/// <summary>The executable with TLS, and what it says when it cannot have it.</summary>
public sealed class TlsStartTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Serve_WithTls_AnswersHealthByHttpsAndTellsItsAddresses()
    {
        using var authority = new TestAuthority();
        authority.WriteServer(days: 3);
        await using var server = new ServerProcess(
            await postgres.CreateDatabaseAsync(),
            ("Correlator__Tls__CertificatePath", authority.CertificatePath),
            ("Correlator__Tls__KeyPath", authority.KeyPath),
            ("Correlator__Tls__Web__CertificatePath", ""));
        await server.StartAsync();

        server.Output.ShouldContain($"https://{server.Grpc.Authority}");
        server.Output.ShouldContain($"http://{server.Web.Authority}");
        var (code, output) = await server.RunAsync("doctor");
        output.ShouldContain("warn  certificate");
        code.ShouldBe(0);
    }

    [Theory]
    [InlineData("Correlator:Tls:CertificatePath", "Correlator__Tls__KeyPath", "/nowhere/tls.key")]
    [InlineData("CertificatePath", "Correlator__Tls__CertificatePath", "/nowhere/tls.crt")]
    [InlineData("KeyPath", "Correlator__Tls__CertificatePath", "OURS")]
    [InlineData(
        "Correlator:Tls:ClientCaPath",
        "Correlator__Tls__CertificatePath", "OURS",
        "Correlator__Tls__KeyPath", "OURS",
        "Correlator__Tls__RequireClientCertificate", "true")]
    [InlineData("private key", "Correlator__Tls__CertificatePath", "OURS", "Correlator__Tls__KeyPath", "CA")]
    public async Task Serve_WrongTls_NamesTheKeyAndExits(string told, params string[] settings)
    {
        using var authority = new TestAuthority();
        authority.WriteServer();
        var environment = settings.Chunk(2).Select(pair => (pair[0], pair[1] switch
        {
            "OURS" => pair[0].EndsWith("KeyPath", StringComparison.Ordinal) ? authority.KeyPath : authority.CertificatePath,
            "CA" => authority.CaPath,
            _ => pair[1],
        }));
        await using var server = new ServerProcess(await postgres.CreateDatabaseAsync(), [.. environment]);

        var (code, output) = await server.RunAsync("serve");

        code.ShouldBe(1);
        output.ShouldNotContain("   at ");
        server.Errors.ShouldContain(told);
    }

    [Fact]
    public async Task Serve_OpenToTheNetworkWithClientCertificates_Starts()
    {
        using var authority = new TestAuthority();
        authority.WriteServer();
        await using var server = new ServerProcess(
            await postgres.CreateDatabaseAsync(),
            ("Correlator__Ingest__GrpcEndpoint", "0.0.0.0:0"),
            ("Correlator__Tls__Grpc__CertificatePath", authority.CertificatePath),
            ("Correlator__Tls__Grpc__KeyPath", authority.KeyPath),
            ("Correlator__Tls__Grpc__ClientCaPath", authority.CaPath),
            ("Correlator__Tls__Grpc__RequireClientCertificate", "true"));

        await server.StartAsync();

        (await server.HealthAsync("ready")).Code.ShouldBe(HttpStatusCode.OK);
    }
}
