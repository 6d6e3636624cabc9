using System.Net;
using Correlator.Ingest;
using Microsoft.Extensions.Options;

namespace Correlator.Hosting;

/// <summary>A readable endpoint; and nothing open to a network without a token.</summary>
internal sealed class HostingOptionsValidation(IOptions<IngestOptions> ingest, IOptions<AuthOptions> auth) : IValidateOptions<HostingOptions>
{
    public ValidateOptionsResult Validate(string? name, HostingOptions options)
    {
        var failures = new List<string>();
        if (!IPEndPoint.TryParse(options.Endpoint, out _))
        {
            failures.Add($"{HostingOptions.Section}:{nameof(options.Endpoint)} must be an IP address and a port such as 127.0.0.1:8080; it is '{options.Endpoint}'.");
        }

        if (options.ShutdownTimeout < TimeSpan.FromSeconds(1) || options.ShutdownTimeout > TimeSpan.FromHours(1))
        {
            failures.Add($"{HostingOptions.Section}:{nameof(options.ShutdownTimeout)} must lie between 00:00:01 and 01:00:00; it is {options.ShutdownTimeout:c}.");
        }

        string[] open = [.. Endpoints(options).Where(endpoint => IPEndPoint.TryParse(endpoint, out var parsed) && !IPAddress.IsLoopback(parsed.Address))];
        if (open.Length > 0 && string.IsNullOrEmpty(auth.Value.Token))
        {
            failures.Add($"{string.Join(", ", open)} can be reached from other machines, and no token is required: set {AuthOptions.Section}:{nameof(AuthOptions.Token)} (Correlator__Auth__Token), or listen on 127.0.0.1.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
    private IEnumerable<string> Endpoints(HostingOptions options)
    {
        try
        {
            return [options.Endpoint, ingest.Value.GrpcEndpoint, ingest.Value.HttpEndpoint];
        }
        catch (OptionsValidationException)
        {
            // Told on its own.
            return [options.Endpoint];
        }
    }
}
