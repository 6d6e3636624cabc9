using System.Text;
using System.Text.Json;
using Correlator.Ingest.Policy;
using Correlator.Ingest.Wire;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Tests.Ingest.Wire.Oracle;
using Correlator.Tests.Support;

namespace Correlator.Tests.Ingest.Policy;

public sealed class AttributePolicyTests
{
    private const string Token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N";

    [Theory]
    [InlineData("http.request.header.authorization")]
    [InlineData("http.request.header.proxy-authorization")]
    [InlineData("Authorization")]
    [InlineData("http.request.header.cookie")]
    [InlineData("http.response.header.set-cookie")]
    [InlineData("http.request.header.x-api-key")]
    [InlineData("http.request.header.x_api_key")]
    [InlineData("apiKey")]
    [InlineData("http.request.header.x-amz-security-token")]
    [InlineData("http.request.header.x-functions-key")]
    [InlineData("db.password")]
    [InlineData("spring.datasource.password")]
    [InlineData("DB_PASSWORD")]
    [InlineData("aws_secret_access_key")]
    [InlineData("oauth.client_secret")]
    [InlineData("access_token")]
    [InlineData("user.refreshToken")]
    [InlineData("tls.private_key")]
    [InlineData("storage.AccountKey")]
    public void Apply_KeyOfACredential_RedactsItsValue(string key) => Redacted(key, "wonderland").ShouldBe("[redacted]");

    [Theory]
    [InlineData("gen_ai.usage.input_tokens")]
    [InlineData("password_reset_requested")]
    [InlineData("secret_name")]
    [InlineData("cookie.consent")]
    [InlineData("messaging.message.id")]
    [InlineData("api_key_id")]
    [InlineData("authorization.policy")]
    [InlineData("monkey")]
    [InlineData("db.query.text")]
    public void Apply_OtherKey_LeavesItsValue(string key) => Redacted(key, "wonderland").ShouldBe("wonderland");

    [Theory]
    [InlineData("Authorization: Bearer abcdef0123456789abcdef0123456789", "Authorization: Bearer [redacted]")]
    [InlineData("bearer s3cret-token", "bearer [redacted]")]
    [InlineData("curl -H 'authorization: Basic dXNlcjpwYXNzd29yZA=='", "curl -H 'authorization: Basic [redacted]'")]
    [InlineData("used AKIAIOSFODNN7EXAMPLE here", "used [redacted] here")]
    [InlineData("jwt=" + Token + " sent", "jwt=[redacted] sent")]
    [InlineData("postgres://app:s3cr3t@db.internal:5432/orders", "postgres://app:[redacted]@db.internal:5432/orders")]
    [InlineData("amqp://guest:gu@est@rabbit/%2f", "amqp://guest:[redacted]@rabbit/%2f")]
    [InlineData("redis://:hunter2@cache:6379", "redis://:[redacted]@cache:6379")]
    [InlineData("GET /x?api_key=0123456789abcdef&page=2", "GET /x?api_key=[redacted]&page=2")]
    [InlineData(
        "https://a.blob.core.windows.net/c?sv=1&sig=aGVsbG8gd29ybGQgaGVsbG8%3D&se=2",
        "https://a.blob.core.windows.net/c?sv=1&sig=[redacted]&se=2")]
    [InlineData("Server=db;User Id=app;Password=s3cr3t!;Timeout=5", "Server=db;User Id=app;Password=[redacted];Timeout=5")]
    [InlineData("Server=db;Pwd=letmein;Timeout=5", "Server=db;Pwd=[redacted];Timeout=5")]
    [InlineData("AccountName=a;AccountKey=Zm9vYmFyYmF6==;EndpointSuffix=core", "AccountName=a;AccountKey=[redacted];EndpointSuffix=core")]
    [InlineData(
        "Endpoint=sb://b;SharedAccessKeyName=Root;SharedAccessKey=Zm9vYmFyYmF6=",
        "Endpoint=sb://b;SharedAccessKeyName=Root;SharedAccessKey=[redacted]")]
    [InlineData("login failed, password: hunter2", "login failed, password: [redacted]")]
    [InlineData("payload {\\\"password\\\":\\\"correct horse\\\"}", "payload {\\\"password\\\":\\\"[redacted]\\\"}")]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "aws_secret_access_key = [redacted]")]
    [InlineData("Set-Cookie: sid=31d4d96e407aad42; Path=/", "Set-Cookie: [redacted]")]
    [InlineData("token ghp_0123456789abcdefghijABCDEFGHIJ012345", "token [redacted]")]
    [InlineData("xoxb-123456789012-abcdef", "[redacted]")]
    [InlineData(
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----[redacted]-----END RSA PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIEow", "-----BEGIN PRIVATE KEY-----[redacted]")]
    [InlineData("Grüße an Bearer abcdef0123456789 ✓", "Grüße an Bearer [redacted] ✓")]
    public void Apply_TextWithASecret_RedactsTheSecretAlone(string text, string expected)
    {
        Redacted("note", text).ShouldBe(expected);
        Body(JsonSerializer.Serialize(new { stringValue = text })).ShouldBe(expected);
    }

    [Theory]
    [InlineData("the bearer of bad news")]
    [InlineData("Bearer authentication failed")]
    [InlineData("Basic authentication required")]
    [InlineData("password: must be changed")]
    [InlineData("password reset for user 17")]
    [InlineData("https://example.com:8080/@scope/package")]
    [InlineData("mail to someone@example.com")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----")]
    [InlineData("AKIA is the prefix of a key")]
    [InlineData("arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders")]
    [InlineData("https://a.example/?signature=none&page=1")]
    [InlineData("node_modules/@aws-sdk/client-sqs/dist")]
    [InlineData("5b8efff798038103d269b633813fc60c")]
    [InlineData("SELECT * FROM orders WHERE token_count > 5")]
    public void Apply_TextThatOnlyLooksSo_LeavesIt(string text) => Redacted("note", text).ShouldBe(text);

    [Fact]
    public void Apply_MembersOfMapsAndJsonBodies_FallUnderRulesByKey()
    {
        const string map =
            """
            {"kvlistValue":{"values":[
              {"key":"user","value":{"stringValue":"alice"}},
              {"key":"password","value":{"stringValue":"wonderland"}},
              {"key":"hasPassword","value":{"boolValue":true}}
            ]}}
            """;

        Body(map).ShouldBe("""{"user":"alice","password":"[redacted]","hasPassword":true}""");

        Body(JsonSerializer.Serialize(new { stringValue = """{"headers":{"X-Api-Key":["a","b"],"accept":"*/*"},"id":7}""" }))
            .ShouldBe("""{"headers":{"X-Api-Key":"[redacted]","accept":"*/*"},"id":7}""");
        Body(JsonSerializer.Serialize(new { stringValue = """{"password":"wonderland","cut":"of""" })).ShouldNotContain("wonderland");

        Value("http.request.header.cookie", """{"arrayValue":{"values":[{"stringValue":"sid=1"}]}}""").ShouldBe("[redacted]");
        Value("urls", """{"arrayValue":{"values":[{"stringValue":"amqp://a:b@c"},{"stringValue":"x"}]}}""").ShouldBe("""["amqp://a:[redacted]@c","x"]""");
    }

    [Fact]
    public void Apply_BytesNumbersAndBooleansOfACredential_AreRedactedBooleansAside()
    {
        Value("pin.password", """{"intValue":"1234"}""").ShouldBe("[redacted]");
        Value("pin.password", """{"bytesValue":"AAEC"}""").ShouldBe("[redacted]");

        using var batch = Read(Spans("""{"key":"has_password","value":{"boolValue":true}}"""));
        Policies.BuiltIn.Apply(batch);
        batch.Attributes.Distinct[0].Bool.ShouldBeTrue();
    }

    [Fact]
    public void Apply_NamesAndMessagesWithASecret_AreRedactedToo()
    {
        using var batch = Read("""
            {"resourceSpans":[{
              "resource":{"attributes":[{"key":"db.password","value":{"stringValue":"one"}}]},
              "scopeSpans":[{
                "scope":{"name":"s","attributes":[{"key":"password","value":{"stringValue":"two"}}]},
                "spans":[{
                  "traceId":"5b8efff798038103d269b633813fc60c",
                  "spanId":"eee19b7ec3c1b174",
                  "name":"GET https://u:three@h/",
                  "status":{"code":2,"message":"no route to amqp://u:four@h"},
                  "events":[{
                    "timeUnixNano":"1",
                    "name":"retry amqp://u:five@h",
                    "attributes":[{"key":"cookie","value":{"stringValue":"six"}}]
                  }],
                  "links":[{
                    "traceId":"5b8efff798038103d269b633813fc60c",
                    "spanId":"eee19b7ec3c1b175",
                    "attributes":[{"key":"token","value":{"stringValue":"seven"}}]
                  }]
                }]
              }]
            }]}
            """);

        Policies.BuiltIn.Apply(batch);

        batch.String(batch.Spans[0].Name).ShouldBe("GET https://u:[redacted]@h/");
        batch.String(batch.Spans[0].StatusMessage).ShouldBe("no route to amqp://u:[redacted]@h");
        batch.String(batch.Events[0].Name).ShouldBe("retry amqp://u:[redacted]@h");
        batch.Attributes.Count.ShouldBe(4);
        batch.Attributes.Distinct.Rows.ToArray().ShouldAllBe(row => batch.String(row.Text) == "[redacted]");
    }

    [Fact]
    public void Apply_HashRule_KeepsEqualValuesEqualAndNamesNone()
    {
        var policy = Policies.Only(new PolicyRule { Name = "customers", Action = PolicyAction.Hash, Key = "customer.*" });
        using var batch = Read(Spans(
            """
            {"key":"customer.id","value":{"intValue":"42"}},
            {"key":"customer.name","value":{"stringValue":"42"}},
            {"key":"customer.mail","value":{"stringValue":"a@b"}},
            {"key":"order","value":{"stringValue":"42"}}
            """));

        policy.Apply(batch);

        var values = batch.Attributes.Distinct.Rows.ToArray().Select(row => batch.String(row.Text)).ToArray();
        values[0].ShouldStartWith("hmac:");
        values[0].Length.ShouldBe(5 + 32);
        values[1].ShouldBe(values[0]);
        values[2].ShouldNotBe(values[0]);
        values[3].ShouldBe("42");
    }

    [Fact]
    public void Apply_DropAndKeepRules_TheFirstThatMatchesCounts()
    {
        var policy = Policies.New(
            new PolicyRule { Name = "needed", Action = PolicyAction.Keep, Key = "csrf-token" },
            new PolicyRule { Name = "noise", Action = PolicyAction.Drop, Key = "debug.*" },
            new PolicyRule { Name = "cards", Action = PolicyAction.Drop, Value = @"\b4[0-9]{15}\b" });
        using var batch = Read(Spans(
            """
            {"key":"debug.a","value":{"stringValue":"1"}},
            {"key":"csrf-token","value":{"stringValue":"kept"}},
            {"key":"card","value":{"stringValue":"4111111111111111"}},
            {"key":"last","value":{"boolValue":true}}
            """));

        policy.Apply(batch);

        var attributes = batch.Spans[0].Attributes;
        new BatchContent(batch).Attributes(attributes).ShouldContain("kept");
        var keys = batch.Attributes.Slice(attributes).ToArray().Select(row => batch.String(batch.Keys[row.Key].Text));
        keys.ShouldBe(["csrf-token", "last"]);
    }

    [Fact]
    public void Apply_PatternThatTakesTooLong_RedactsTheValueWhole()
    {
        // A look-behind needs the engine that may take for ever.
        var policy = Policies.Impatient(new PolicyRule { Name = "slow", Value = "(?<=x)(a|aa)+$" });
        using var batch = Read(Spans("""{"key":"k","value":{"stringValue":"x""" + new string('a', 40) + "!\"}}"));

        policy.Apply(batch);

        batch.String(batch.Attributes.Distinct[0].Text).ShouldBe("[redacted]");
    }

    [Fact]
    public void Apply_EveryApplication_IsCountedByRule()
    {
        using var applications = new Measurements("correlator.ingest.policy");
        var policy = Policies.Only(
            new PolicyRule { Name = "counted once here", Key = "k*" },
            new PolicyRule { Name = "and here", Value = "zz+" });
        using var batch = Read(Spans(
            """
            {"key":"k1","value":{"stringValue":"a"}},
            {"key":"k2","value":{"stringValue":"b"}},
            {"key":"k2","value":{"stringValue":"b"}},
            {"key":"v","value":{"stringValue":"zzz"}}
            """));

        policy.Apply(batch);

        long Counted(string rule) => applications.All.Where(application => application.Tags["rule"] == rule).Sum(application => application.Value);
        Counted("counted once here").ShouldBe(3);
        Counted("and here").ShouldBe(1);
    }

    [Fact]
    public void Apply_NothingToDo_AllocatesNextToNothing()
    {
        var attributes = Enumerable.Range(0, 500)
            .Select(number => $$$"""{"key":"k{{{number}}}","value":{"stringValue":"an ordinary value {{{number}}}"}}""");
        using var batch = Read(Spans(string.Join(',', attributes)));
        Policies.BuiltIn.Apply(batch);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Policies.BuiltIn.Apply(batch);

        // The run itself; nothing by key, by value or by byte.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(200);
    }

    private static string Redacted(string key, string text) => Value(key, JsonSerializer.Serialize(new { stringValue = text }));

    private static string Value(string key, string value)
    {
        using var batch = Read(Spans($$$"""{"key":"{{{key}}}","value":{{{value}}}}"""));
        Policies.BuiltIn.Apply(batch);
        return batch.String(batch.Attributes.Distinct[0].Text);
    }

    private static string Body(string value)
    {
        using var batch = Read($$$"""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1","body":{{{value}}}}]}]}]}""", Signal.Logs);
        Policies.BuiltIn.Apply(batch);
        return batch.String(batch.Logs[0].Body.Text);
    }

    private static string Spans(string attributes) =>
        $$"""
        {"resourceSpans":[{"scopeSpans":[{"spans":[{
          "traceId":"5b8efff798038103d269b633813fc60c",
          "spanId":"eee19b7ec3c1b174",
          "name":"n",
          "attributes":[{{attributes}}]
        }]}]}]}
        """;

    private static TelemetryBatch Read(string json, Signal signal = Signal.Traces)
    {
        var batch = Request.Batch(signal, Encoding.UTF8.GetBytes(json));
        OtlpJsonReader.Read(batch, ReadLimits.Default).Accepted.ShouldBe(1);
        return batch;
    }
}
