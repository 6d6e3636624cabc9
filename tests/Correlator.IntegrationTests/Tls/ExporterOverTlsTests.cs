using System.Diagnostics;
using Correlator.IntegrationTests.Support;
using Correlator.Storage;
using Correlator.Storage.Access;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Correlator.IntegrationTests.Tls;

/// <summary>The .NET SDK's own exporter with a certificate, a token and https.</summary>
public sealed class ExporterOverTlsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Export_WithClientCertificateAndToken_IsStoredForItsTenant(OtlpExportProtocol protocol)
    {
        using var authority = new TestAuthority();
        authority.WriteServer();
        await using var server = await CorrelatorServer.StartAsync(
            postgres,
            ("Correlator:Auth:Required", "true"),
            ("Correlator:Tls:CertificatePath", authority.CertificatePath),
            ("Correlator:Tls:KeyPath", authority.KeyPath),
            ("Correlator:Tls:ClientCaPath", authority.CaPath),
            ("Correlator:Tls:RequireClientCertificate", "true"));
        var tenant = await Tokens.CreateTenantAsync(server, "shop");
        var token = await Tokens.CreateAsync(server, TokenScopes.Ingest, tenant);
        using var certificate = authority.Client();
        var name = $"dotnet-tls-{protocol}";
        using var source = new ActivitySource(name);
        var resource = ResourceBuilder.CreateEmpty().AddService(name);
        using var traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(name).AddOtlpExporter(options =>
        {
            options.Protocol = protocol;
            options.Endpoint = protocol == OtlpExportProtocol.Grpc ? server.Grpc : new Uri(server.Http, "/v1/traces");
            options.Headers = $"authorization=Bearer {token}";
            options.HttpClientFactory = () => new HttpClient(authority.Handler(certificate));
        }).Build();

        TraceId trace;
        using (var activity = source.StartActivity("handle order", ActivityKind.Server))
        {
            TraceId.TryParse(activity.ShouldNotBeNull().TraceId.ToHexString(), out trace).ShouldBeTrue();
        }

        traces.ForceFlush().ShouldBeTrue();

        // The SDK's flush may return while the request is still on its way, when that takes longer than a second.
        var reader = server.Services.GetRequiredService<SpanReader>();
        await Eventually.TrueAsync(async () => (await reader.ReadTracesAsync(tenant, [trace], CancellationToken.None)).Count == 1, "the span of the tenant");
        (await server.SpansAsync(trace)).ShouldBeEmpty();
    }
}
