using System.Net;
using Correlator.Ingest;
using Correlator.Ingest.Tls;
using Correlator.Storage.Access;
using Microsoft.Extensions.Options;
using Endpoint = Correlator.Ingest.Endpoint;

namespace Correlator.Hosting;

/// <summary>A readable endpoint, no key that nobody reads, and nothing open to a network without a token or a client's certificate.</summary>
internal sealed class HostingOptionsValidation(
    IConfiguration configuration,
    IOptions<IngestOptions> ingest,
    IOptions<AuthOptions> auth,
    IOptions<TlsOptions> tls)
    : IValidateOptions<HostingOptions>
{
    public ValidateOptionsResult Validate(string? name, HostingOptions options)
    {
        var failures = ConfigurationKeys.Violations(configuration).ToList();
        if (!Endpoint.TryParse(options.Endpoint, out _))
        {
            failures.Add(
                $"{HostingOptions.Section}:{nameof(options.Endpoint)} must be an IP address and a port such as 127.0.0.1:8080; "
                + $"it is '{options.Endpoint}'.");
        }

        if (options.ShutdownTimeout < TimeSpan.FromSeconds(1) || options.ShutdownTimeout > TimeSpan.FromHours(1))
        {
            failures.Add(
                $"{HostingOptions.Section}:{nameof(options.ShutdownTimeout)} must lie between 00:00:01 and 01:00:00; "
                + $"it is {options.ShutdownTimeout:c}.");
        }

        (Door Door, string Endpoint)[] endpoints = [(Door.Web, options.Endpoint), .. Told(IngestEndpoints)];
        string[] open = [.. endpoints.Where(one => IsOpen(one.Door, one.Endpoint)).Select(one => one.Endpoint)];
        if (open.Length > 0 && Told(() => new[] { auth.Value.IsOn }) is [false])
        {
            failures.Add(
                $"{string.Join(", ", open)} can be reached from other machines, and no token is required: "
                + $"set {AuthOptions.Section}:{nameof(AuthOptions.Required)} (Correlator__Auth__Required=true) "
                + "and make tokens with 'correlator token create', "
                + $"or set {AuthOptions.Section}:{nameof(AuthOptions.Token)}, "
                + $"or {TlsOptions.Section}:{nameof(TlsOptions.RequireClientCertificate)}, or listen on 127.0.0.1.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private (Door Door, string Endpoint)[] IngestEndpoints() =>
        [(Door.Grpc, ingest.Value.GrpcEndpoint), (Door.Http, ingest.Value.HttpEndpoint)];

    private bool IsOpen(Door door, string endpoint) =>
        Endpoint.TryParse(endpoint, out var parsed)
        && !IPAddress.IsLoopback(parsed.Address)
        && Told(() => new[] { tls.Value.Of(door)?.RequireClientCertificate ?? false }) is [false];

    /// <summary>What is wrong with another stage's options is told there.</summary>
    private static T[] Told<T>(Func<T[]> read)
    {
        try
        {
            return read();
        }
        catch (OptionsValidationException)
        {
            return [];
        }
    }
}
