using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Correlator.Ingest.Tls;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Tls;

public sealed class TlsDoorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Doors_WithACertificate_SpeakTlsAndAgreeOnHttp2()
    {
        using var authority = new TestAuthority();
        await using var server = await StartAsync(authority);
        var (byGrpc, byHttp) = (OtlpSamples.NewTrace(), OtlpSamples.NewTrace());
        using var client = new HttpClient(authority.Handler());

        var spans = GrpcCall.Frame(OtlpSamples.Protobuf(Signal.Traces, OtlpSamples.SpansJson(byGrpc)));

        var grpc = await new GrpcCall(server.Grpc, GrpcCall.TraceExport, spans) { Client = client }.SendAsync();
        var http = await PostAsync(client, server, OtlpSamples.SpansJson(byHttp), HttpVersion.Version11);
        var http2 = await PostAsync(client, server, "{}", HttpVersion.Version20);

        grpc.Status.ShouldBe("0");
        http.ShouldBe((HttpStatusCode.OK, HttpVersion.Version11));
        http2.ShouldBe((HttpStatusCode.OK, HttpVersion.Version20));
        (await server.SpansAsync(byGrpc, byHttp)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Doors_WithACertificate_DoNotSpeakPlainly()
    {
        using var authority = new TestAuthority();
        await using var server = await StartAsync(authority);
        using var client = new HttpClient();

        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(new UriBuilder(server.Http) { Scheme = "http" }.Uri));
    }

    [Fact]
    public async Task OneDoor_WithItsOwnKeys_SpeaksTlsAlone()
    {
        using var authority = new TestAuthority();
        authority.WriteServer();
        await using var server = await CorrelatorServer.StartAsync(
            postgres,
            ("Correlator:Tls:Grpc:CertificatePath", authority.CertificatePath),
            ("Correlator:Tls:Grpc:KeyPath", authority.KeyPath));
        using var client = new HttpClient(authority.Handler());

        server.Http.Scheme.ShouldBe("http");
        (await PostAsync(client, server, "{}", HttpVersion.Version11)).Status.ShouldBe(HttpStatusCode.OK);
        (await new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame([])) { Client = client }.SendAsync()).Status.ShouldBe("0");
    }

    [Fact]
    public async Task ClientCertificate_Required_IsAskedForAndChecked()
    {
        using var authority = new TestAuthority();
        using var strangers = new TestAuthority("Another root");
        await using var server = await StartAsync(
            authority,
            ("Correlator:Tls:ClientCaPath", authority.CaPath),
            ("Correlator:Tls:RequireClientCertificate", "true"));
        using var ours = authority.Client();
        using var stranger = strangers.Client();
        using var expired = authority.Client(days: -1);
        using var wrongUse = authority.ClientForServersOnly();

        await IsTakenAsync(server, authority, ours);
        await IsRefusedAsync(server, authority, null);
        await IsRefusedAsync(server, authority, stranger);
        await IsRefusedAsync(server, authority, expired);
        await IsRefusedAsync(server, authority, wrongUse);
    }

    [Fact]
    public async Task ClientCertificate_NotRequired_IsCheckedOnlyWhenShown()
    {
        using var authority = new TestAuthority();
        using var strangers = new TestAuthority("Another root");
        await using var server = await StartAsync(authority, ("Correlator:Tls:ClientCaPath", authority.CaPath));
        using var stranger = strangers.Client();

        await IsTakenAsync(server, authority, null);
        await IsRefusedAsync(server, authority, stranger);
    }

    [Fact]
    public async Task Renewal_OfTheFiles_CountsForNewConnections_AndAHalfDoneOneForNone()
    {
        using var authority = new TestAuthority();
        await using var server = await StartAsync(authority, ("Correlator:Tls:ReloadPeriod", "00:00:00.1"));
        using var standing = new HttpClient(authority.Handler());
        (await PostAsync(standing, server, "{}", HttpVersion.Version20)).Status.ShouldBe(HttpStatusCode.OK);

        var before = await File.ReadAllTextAsync(authority.KeyPath);
        authority.WriteServer("renewed");
        var key = await File.ReadAllTextAsync(authority.KeyPath);
        await File.WriteAllTextAsync(authority.KeyPath, before);
        server.Services.GetRequiredService<TlsCertificates>().Refresh();
        (await SubjectAsync(server, authority)).ShouldBe("CN=server");

        await File.WriteAllTextAsync(authority.KeyPath, key);
        await Eventually.TrueAsync(async () => await SubjectAsync(server, authority) == "CN=renewed", "the renewed certificate");
        (await PostAsync(standing, server, "{}", HttpVersion.Version20)).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task IsTakenAsync(CorrelatorServer server, TestAuthority authority, X509Certificate2? certificate)
    {
        using var client = new HttpClient(authority.Handler(certificate));
        (await PostAsync(client, server, "{}", HttpVersion.Version11)).Status.ShouldBe(HttpStatusCode.OK);
        (await new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame([])) { Client = client }.SendAsync()).Status.ShouldBe("0");
    }

    private static async Task IsRefusedAsync(CorrelatorServer server, TestAuthority authority, X509Certificate2? certificate)
    {
        using var client = new HttpClient(authority.Handler(certificate));
        var http = await Should.ThrowAsync<HttpRequestException>(() => PostAsync(client, server, "{}", HttpVersion.Version11));
        (http.InnerException is IOException or AuthenticationException).ShouldBeTrue();

        var grpc = new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame([])) { Client = client };
        await Should.ThrowAsync<HttpRequestException>(() => grpc.SendAsync());
    }

    private static async Task<string> SubjectAsync(CorrelatorServer server, TestAuthority authority)
    {
        var subject = "";
        using var client = new HttpClient(authority.Handler(seen: certificate => subject = certificate.Subject));
        (await PostAsync(client, server, "{}", HttpVersion.Version11)).Status.ShouldBe(HttpStatusCode.OK);
        return subject;
    }

    private static async Task<(HttpStatusCode Status, Version Version)> PostAsync(HttpClient client, CorrelatorServer server, string json, Version version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Http, "/v1/traces"))
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        using var response = await client.SendAsync(request);
        return (response.StatusCode, response.Version);
    }

    private Task<CorrelatorServer> StartAsync(TestAuthority authority, params (string Key, string Value)[] settings)
    {
        authority.WriteServer();
        (string, string)[] own = [("Correlator:Tls:CertificatePath", authority.CertificatePath), ("Correlator:Tls:KeyPath", authority.KeyPath)];
        return CorrelatorServer.StartAsync(postgres, [.. own, .. settings]);
    }
}
