using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Ingest.OtlpRules;

/// <summary>What is kept out of the store, whichever door it came by.</summary>
public sealed class PolicyRules(RuleServer rules) : IClassFixture<RuleServer>, IAsyncLifetime
{
    private readonly CorrelatorServer _server = rules.Server;

    public static TheoryData<string> Doors => TransportRules.Doors;

    public Task InitializeAsync() => _server.ForgetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Policy_RulesOfKeysAndValues_ActBeforeStorage(string door)
    {
        var trace = OtlpSamples.NewTrace();
        (await DoorCall.SendAsync(_server, door, Signal.Traces, $$$$"""
            {"resourceSpans":[{"scopeSpans":[{"spans":[{
              "traceId":"{{{{trace}}}}",
              "spanId":"eee19b7ec3c1b174",
              "name":"n",
              "startTimeUnixNano":"1767225600000000000",
              "attributes":[
                {"key":"debug.heap","value":{"intValue":"1"}},
                {"key":"customer.email","value":{"stringValue":"a@b.example"}},
                {"key":"http.request.header.authorization","value":{"arrayValue":{"values":[{"stringValue":"Basic abc"}]}}},
                {"key":"url.full","value":{"stringValue":"https://user:hunter2@shop.example/"}},
                {"key":"kept","value":{"stringValue":"as it is"}}
              ]
            }]}]}]}
            """)).IsSuccess.ShouldBeTrue();

        var span = (await _server.SpansAsync(trace)).ShouldHaveSingleItem();
        var values = span.Attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.ToString());

        values.Keys.ShouldNotContain("debug.heap");
        values["customer.email"].ShouldNotContain("@");
        values["customer.email"].ShouldNotBeEmpty();
        values["http.request.header.authorization"].ShouldNotContain("abc");
        values["url.full"].ShouldNotContain("hunter2");
        values["kept"].ShouldBe("as it is");
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Policy_LogBodies_LoseTheirSecrets(string door)
    {
        var trace = OtlpSamples.NewTrace();
        (await DoorCall.SendAsync(_server, door, Signal.Logs, $$$$"""
            {"resourceLogs":[{"scopeLogs":[{"logRecords":[{
              "traceId":"{{{{trace}}}}",
              "timeUnixNano":"1767225600000000000",
              "body":{"stringValue":"login password=hunter2 done"}
            }]}]}]}
            """)).IsSuccess.ShouldBeTrue();

        (await _server.LogsAsync(trace)).ShouldHaveSingleItem().Body.ShouldNotContain("hunter2");
    }
}
