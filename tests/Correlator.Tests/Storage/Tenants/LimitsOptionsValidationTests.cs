using Correlator.Storage.Tenants;

namespace Correlator.Tests.Storage.Tenants;

public sealed class LimitsOptionsValidationTests
{
    private static readonly LimitsOptionsValidation Validator = new();

    /// <summary>One wrong value at least of every option.</summary>
    public static TheoryData<string, object> Wrong => new()
    {
        { nameof(LimitsOptions.RequestsPerSecond), -1 },
        { nameof(LimitsOptions.BytesPerSecond), -1L },
        { nameof(LimitsOptions.BytesPerMonth), -1L },
        { nameof(LimitsOptions.Burst), TimeSpan.FromMilliseconds(999) },
        { nameof(LimitsOptions.Burst), TimeSpan.FromMinutes(61) },
    };

    [Fact]
    public void Validate_Defaults_Pass() => Validator.Validate(null, new LimitsOptions()).Succeeded.ShouldBeTrue();

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Validate_WrongValue_NamesItsKey(string key, object value)
    {
        var options = new LimitsOptions();
        typeof(LimitsOptions).GetProperty(key)?.SetValue(options, value);

        Validator.Validate(null, options).Failures.ShouldNotBeNull().ShouldHaveSingleItem().ShouldStartWith($"Correlator:Limits:{key} ");
    }

    [Fact]
    public void Validate_EveryOption_IsLookedAt() =>
        typeof(LimitsOptions).GetProperties().Select(property => property.Name).Except(Wrong.Select(row => (string)row[0])).ShouldBeEmpty();
}
