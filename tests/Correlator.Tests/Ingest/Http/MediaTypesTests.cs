using Correlator.Ingest;
using Correlator.Ingest.Http;

namespace Correlator.Tests.Ingest.Http;

public sealed class MediaTypesTests
{
    [Theory]
    [InlineData("application/x-protobuf", BodyEncoding.Protobuf)]
    [InlineData("application/json", BodyEncoding.Json)]
    [InlineData("Application/JSON; charset=utf-8", BodyEncoding.Json)]
    [InlineData("application/protobuf", null)]
    [InlineData("text/plain", null)]
    [InlineData(null, null)]
    internal void Parse_ContentType_IsItsEncoding(string? contentType, BodyEncoding? encoding) => MediaTypes.Parse(contentType).ShouldBe(encoding);
}
