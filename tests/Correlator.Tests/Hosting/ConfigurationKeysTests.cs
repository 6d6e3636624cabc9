using Correlator.Hosting;
using Microsoft.Extensions.Configuration;

namespace Correlator.Tests.Hosting;

public sealed class ConfigurationKeysTests
{
    [Theory]
    [InlineData("Correlator:Ingest:MaxRequestBytes")]
    [InlineData("correlator:ingest:MAXREQUESTBYTES")]
    [InlineData("Correlator:Ingest:Policy:Rules:0:Contains:1")]
    [InlineData("Correlator:Ingest:CorsOrigins:0")]
    [InlineData("Correlator:Tls:Grpc:ClientCaPath")]
    [InlineData("Correlator:Auth:Required")]
    [InlineData("ConnectionStrings:Correlator")]
    [InlineData("CORRELATOR_DATA")]
    public void Violations_KeyOfAnOption_None(string key) => Violations(key).ShouldBeEmpty();

    [Theory]
    [InlineData("Correlator:Ingest:MaxRequestByte")]
    [InlineData("Correlator:Ingest:MaxRequestBytes:0")]
    [InlineData("Correlator:Ingest:Policy:Rules:0:Kay")]
    [InlineData("Correlator:Tls:Gprc:KeyPath")]
    [InlineData("Correlator:Auth")]
    [InlineData("Correlator:Journal:Folder")]
    public void Violations_OtherKey_IsNamed(string key) =>
        Violations(key).ShouldHaveSingleItem().ShouldStartWith($"{key} is a key that this version does not have");

    [Fact]
    public void Violations_ListWithoutNumber_SaysHowItIsWritten() =>
        Violations("Correlator:Query:Origins").ShouldHaveSingleItem().ShouldBe(
            "Correlator:Query:Origins is a list: its first value is written Correlator:Query:Origins:0, in the environment Correlator__Query__Origins__0.");

    private static string[] Violations(string key) =>
        [.. ConfigurationKeys.Violations(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>(key, "1")]).Build())];
}
