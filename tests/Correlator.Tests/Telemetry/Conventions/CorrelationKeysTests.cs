using System.Text;
using Correlator.Telemetry.Conventions;

namespace Correlator.Tests.Telemetry.Conventions;

public sealed class CorrelationKeysTests
{
    [Theory]
    [InlineData("correlation_id")]
    [InlineData("correlationId")]
    [InlineData("CorrelationId")]
    [InlineData("correlation-id")]
    [InlineData("correlation.id")]
    [InlineData("x-correlation-id")]
    [InlineData("X-Correlation-ID")]
    [InlineData("app.correlation_id")]
    [InlineData("http.request.header.x-correlation-id")]
    [InlineData("baggage.correlation_id")]
    [InlineData("messaging.message.conversation_id")]
    [InlineData("nservicebus.conversation_id")]
    public void Classify_CorrelationSpelling_IsOneFamily(string key) => KnownKeys.Classify(Encoding.UTF8.GetBytes(key)).ShouldBe(KnownKey.CorrelationId);

    [Theory]
    [InlineData("app.order.id", "order")]
    [InlineData("orderId", "order")]
    [InlineData("order_id", "order")]
    [InlineData("shop.paymentId", "payment")]
    public void BusinessName_Spelling_IsCanonical(string key, string name)
    {
        KnownKeys.Classify(Encoding.UTF8.GetBytes(key)).ShouldBe(KnownKey.BusinessKey);
        CorrelationKeys.BusinessName(Encoding.UTF8.GetBytes(key)).ShouldBe(name);
    }

    [Theory]
    [InlineData("http.request.method")]
    [InlineData("aws.request_id")]
    [InlineData("session.id")]
    [InlineData("")]
    public void Classify_AnythingElse_IsNone(string key) => KnownKeys.Classify(Encoding.UTF8.GetBytes(key)).ShouldBe(KnownKey.None);

    [Fact]
    public void Classify_KeyWhoseHashAnotherHas_IsToldByItself()
    {
        const ulong hash = 4711;

        KnownKeys.Classify("correlation_id"u8, hash).ShouldBe(KnownKey.CorrelationId);
        KnownKeys.Classify("order_id"u8, hash).ShouldBe(KnownKey.BusinessKey);
        KnownKeys.Classify("correlation_id"u8, hash).ShouldBe(KnownKey.CorrelationId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("null")]
    [InlineData("undefined")]
    [InlineData("unknown")]
    [InlineData("-")]
    [InlineData("0")]
    [InlineData("test")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void TryCanonicalValue_TellsNothingApart_IsNoKey(string value) =>
        CorrelationKeys.TryCanonicalValue(Encoding.UTF8.GetBytes(value), out _).ShouldBeFalse();

    [Theory]
    [InlineData(" \"A-17\" ", "A-17")]
    [InlineData("3F2504E0-4F89-11D3-9A0C-0305E82C3301", "3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    [InlineData("{3f2504e0-4f89-11d3-9a0c-0305e82c3301}", "3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    public void TryCanonicalValue_Decorated_IsTrimmedAndLowered(string raw, string canonical)
    {
        CorrelationKeys.TryCanonicalValue(Encoding.UTF8.GetBytes(raw), out var value).ShouldBeTrue();

        Encoding.UTF8.GetString(value.Span).ShouldBe(canonical);
    }

    [Theory]
    [InlineData("order")]
    [InlineData("Order")]
    [InlineData("orderId")]
    [InlineData("app.order.id")]
    [InlineData("app.order_id ")]
    public void HashesFor_NameInAnySpelling_IsTheHashOfItsFamily(string name) =>
        CorrelationKeys.HashesFor(name, " A-1 ").ShouldBe([CorrelationKeys.Hash("order", "A-1"u8)]);

    [Theory]
    [InlineData("correlation")]
    [InlineData("x-correlation-id")]
    [InlineData("CorrelationId")]
    public void HashesFor_CorrelationInAnySpelling_IsTheHashOfItsFamily(string name) =>
        CorrelationKeys.HashesFor(name, "c-1").ShouldBe([CorrelationKeys.Hash("correlation", "c-1"u8)]);

    [Theory]
    [InlineData("http.method", "GET-1")]
    [InlineData("order", "null")]
    [InlineData("", "A-1")]
    public void HashesFor_WhatMakesNoKey_IsNone(string name, string value) => CorrelationKeys.HashesFor(name, value).ShouldBeEmpty();

    [Fact]
    public void HashesFor_TypedValue_HoldsTheHashOfEveryFamily() =>
        CorrelationKeys.HashesFor("4711").ShouldContain(CorrelationKeys.Hash("order", "4711"u8));
}
