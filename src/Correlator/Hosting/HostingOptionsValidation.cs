using System.Net;
using Correlator.Ingest;
using Microsoft.Extensions.Options;

namespace Correlator.Hosting;

/// <summary>A readable endpoint; and nothing open to a network without a token.</summary>
internal sealed class HostingOptionsValidation(IOptions<IngestOptions> ingest, IOptions<AuthOptions> auth) : IValidateOptions<HostingOptions>
{
    public ValidateOptionsResult Validate(string? name, HostingOptions options)
    {
        if (!IPEndPoint.TryParse(options.Endpoint, out _))
        {
            return ValidateOptionsResult.Fail($"{HostingOptions.Section}:{nameof(options.Endpoint)} is '{options.Endpoint}', which is not an address and port such as 127.0.0.1:8080.");
        }

        string[] open = [.. new[] { options.Endpoint, ingest.Value.GrpcEndpoint, ingest.Value.HttpEndpoint }.Where(endpoint => IPEndPoint.TryParse(endpoint, out var parsed) && !IPAddress.IsLoopback(parsed.Address))];
        return open.Length > 0 && string.IsNullOrEmpty(auth.Value.Token)
            ? ValidateOptionsResult.Fail($"{string.Join(", ", open)} can be reached from other machines, and no token is required: set {AuthOptions.Section}:{nameof(AuthOptions.Token)} (Correlator__Auth__Token), or listen on 127.0.0.1.")
            : ValidateOptionsResult.Success;
    }
}
