using System.Text;
using Correlator.Ingest.Aws;
using Correlator.Ingest.Wire;

namespace Correlator.Tests.Ingest.Aws;

public sealed class FirehoseEnvelopeTests
{
    [Fact]
    public void Read_Records_AreDecoded()
    {
        var envelope = Read("""{"timestamp":1578090901599,"records":[{"data":"aGVsbG8="},{"other":{"a":[1]},"data":"d29ybGQ="}],"requestId":"ed4acda5"}""");

        envelope.RequestId.ShouldBe("ed4acda5");
        envelope.Records.Select(Encoding.UTF8.GetString).ShouldBe(["hello", "world"]);
        envelope.Unreadable.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"data":"not base64!"}""")]
    [InlineData("""{"data":"aGVsbG8"}""")]
    [InlineData("""{"data":7}""")]
    [InlineData("""{"data":""}""")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("[[1]]")]
    public void Read_BadRecord_CostsItself(string record)
    {
        var envelope = Read($$"""{"requestId":"r","records":[{{record}},{"data":"aGVsbG8="}]}""");

        envelope.Records.Count.ShouldBe(1);
        envelope.Unreadable.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"records":{}}""")]
    [InlineData("""{"records":[{"data":"aGVsbG8="}]""")]
    [InlineData("""{"records":[]} trailing""")]
    [InlineData("""{"requestId":"\ud800","records":[]}""")]
    public void Read_NoEnvelope_IsMalformed(string body) => Should.Throw<MalformedRequestException>(() => Read(body));

    [Fact]
    public void Read_InnumerableRecords_IsMalformed()
    {
        var records = string.Join(',', Enumerable.Repeat("0", FirehoseEnvelope.MaxRecords + 1));

        Should.Throw<MalformedRequestException>(() => Read($$"""{"records":[{{records}}]}"""));
    }

    private static FirehoseEnvelope Read(string body) => FirehoseEnvelope.Read(Encoding.UTF8.GetBytes(body));
}
