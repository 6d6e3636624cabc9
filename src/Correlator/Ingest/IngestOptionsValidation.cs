using Correlator.Ingest.Http;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest;

internal sealed class IngestOptionsValidation : IValidateOptions<IngestOptions>
{
    public ValidateOptionsResult Validate(string? name, IngestOptions options)
    {
        var failures = new List<string>();
        CheckEndpoint(nameof(options.GrpcEndpoint), options.GrpcEndpoint, failures);
        CheckEndpoint(nameof(options.HttpEndpoint), options.HttpEndpoint, failures);
        if (Endpoint.TryParse(options.GrpcEndpoint, out var grpc) && grpc.Port != 0 && options.GrpcEndpoint == options.HttpEndpoint)
        {
            failures.Add(
                $"{IngestOptions.Section}:{nameof(options.HttpEndpoint)} must differ from {IngestOptions.Section}:{nameof(options.GrpcEndpoint)}; "
                + $"both are {options.GrpcEndpoint}.");
        }

        CheckRange(nameof(options.MaxRequestBytes), options.MaxRequestBytes, 1024, 1 << 30, failures);
        CheckRange(nameof(options.MaxBytesInFlight), options.MaxBytesInFlight, options.MaxRequestBytes, long.MaxValue, failures);
        CheckRange(nameof(options.MaxConcurrentExports), options.MaxConcurrentExports, 1, 1_000_000, failures);
        CheckRange(nameof(options.MaxConnections), options.MaxConnections, 1, 1_000_000, failures);
        CheckRange(nameof(options.MaxStreamsPerConnection), options.MaxStreamsPerConnection, 1, 1_000_000, failures);
        CheckRange(nameof(options.MaxAttributes), options.MaxAttributes, 1, 1_000_000, failures);
        CheckRange(nameof(options.MaxValueBytes), options.MaxValueBytes, 16, options.MaxRequestBytes, failures);
        failures.AddRange(options.CorsOrigins.Where(origin => !CrossOrigin.IsValid(origin)).Select(origin =>
            $"{IngestOptions.Section}:{nameof(options.CorsOrigins)} must hold origins such as https://shop.example, without a path, or *; "
            + $"one is '{origin}'."));
        if (options.RetryDelay < TimeSpan.FromMilliseconds(100) || options.RetryDelay > TimeSpan.FromHours(1))
        {
            failures.Add($"{IngestOptions.Section}:{nameof(options.RetryDelay)} must lie between 00:00:00.1 and 01:00:00; it is {options.RetryDelay:c}.");
        }

        if (options.BodyTimeout < TimeSpan.FromSeconds(1) || options.BodyTimeout > TimeSpan.FromHours(1))
        {
            failures.Add($"{IngestOptions.Section}:{nameof(options.BodyTimeout)} must lie between 00:00:01 and 01:00:00; it is {options.BodyTimeout:c}.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void CheckEndpoint(string key, string? value, List<string> failures)
    {
        if (!Endpoint.TryParse(value, out _))
        {
            failures.Add($"{IngestOptions.Section}:{key} must be an IP address and a port such as 127.0.0.1:4317; it is '{value}'.");
        }
    }

    private static void CheckRange(string key, long value, long least, long most, List<string> failures)
    {
        if (value < least || value > most)
        {
            failures.Add($"{IngestOptions.Section}:{key} must lie between {least} and {most}; it is {value}.");
        }
    }
}
