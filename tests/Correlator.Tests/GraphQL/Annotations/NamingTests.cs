using Correlator.GraphQL.Building;

namespace Correlator.Tests.GraphQL.Annotations;

public sealed class NamingTests
{
    private enum Sample
    {
        InFlight,
        SQSQueue,
        AWS_Lambda,
        A,
        Http2Stream,
    }

    [Theory]
    [InlineData(nameof(Sample.InFlight), "IN_FLIGHT")]
    [InlineData(nameof(Sample.SQSQueue), "SQS_QUEUE")]
    [InlineData(nameof(Sample.AWS_Lambda), "AWS_LAMBDA")]
    [InlineData(nameof(Sample.A), "A")]
    [InlineData(nameof(Sample.Http2Stream), "HTTP2_STREAM")]
    public void OfEnumValue_Name_IsInUpperCase(string value, string name) => Naming.OfEnumValue(typeof(Sample).GetField(value)!).ShouldBe(name);

    [Theory]
    [InlineData("GetJourneyAsync", "Journey")]
    [InlineData("Get", "Get")]
    [InlineData("Async", "Async")]
    [InlineData("Getter", "Getter")]
    [InlineData("GetAsync", "Get")]
    [InlineData("ReadAsync", "Read")]
    public void Trim_Method_LosesGetAndAsync(string method, string name) => Naming.Trim(method).ShouldBe(name);

    [Fact]
    public void OfType_Generic_NamesItsArguments() => Naming.OfType(typeof(KeyValuePair<string, Shop.Book>)).ShouldBe("KeyValuePairOfStringAndBook");
}
