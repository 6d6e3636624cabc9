using Correlator.Ingest.Grpc;

namespace Correlator.Tests.Ingest.Grpc;

public sealed class GrpcMessageTextTests
{
    [Theory]
    [InlineData("plain text, as it is", "plain text, as it is")]
    [InlineData("100% full", "100%25 full")]
    [InlineData("line\nbreak", "line%0Abreak")]
    [InlineData("é", "%C3%A9")]
    public void Encode_Text_EscapesAllButPrintableAscii(string message, string encoded) => GrpcMessageText.Encode(message).ShouldBe(encoded);

    [Fact]
    public void Encode_LongText_IsCutBetweenCharacters()
    {
        var encoded = GrpcMessageText.Encode(new string('é', 2000));

        var decoded = Uri.UnescapeDataString(encoded);
        decoded.Length.ShouldBe(512);
        decoded.ShouldAllBe(character => character == 'é');
    }
}
