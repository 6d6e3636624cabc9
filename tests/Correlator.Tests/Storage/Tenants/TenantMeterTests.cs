using Correlator.Storage.Tenants;
using Correlator.Telemetry;
using Correlator.Tests.Support;

namespace Correlator.Tests.Storage.Tenants;

public sealed class TenantMeterTests
{
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(10);
    private readonly ManualTime _time = new();

    [Fact]
    public void Admit_NoLimits_AlwaysDoes()
    {
        var meter = Meter(default);

        Admitted(meter, 100_000).ShouldBe(100_000);
    }

    [Fact]
    public void Admit_RequestsPerSecond_LetsTheBurstInAndThenTheRate()
    {
        var meter = Meter(new TenantLimits(5, 0, 0));

        Admitted(meter, 1000).ShouldBe(50);
        var refused = meter.Admit();
        refused.Verdict.ShouldBe(TenantVerdict.TooFast);
        refused.Wait.ShouldBeInRange(TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(200));
        _time.Pass(refused.Wait);
        Admitted(meter, 1000).ShouldBe(1);
        _time.Pass(TimeSpan.FromSeconds(2));
        Admitted(meter, 1000).ShouldBeInRange(9, 10);
        _time.Pass(TimeSpan.FromDays(1));
        Admitted(meter, 1000).ShouldBe(50);
    }

    [Fact]
    public void Admit_BytesPerSecond_AreOwedForAfterwards()
    {
        var meter = Meter(new TenantLimits(0, 1000, 0));

        meter.Admit().Verdict.ShouldBe(TenantVerdict.Admitted);
        meter.Read(30_000);
        meter.Admit().Wait.ShouldBeInRange(TimeSpan.FromSeconds(19.9), TimeSpan.FromSeconds(20.1));
        _time.Pass(TimeSpan.FromSeconds(20.1));
        meter.Admit().Verdict.ShouldBe(TenantVerdict.Admitted);
    }

    [Fact]
    public void Admit_QuotaOfTheMonth_CountsWhatAllServersWroteAndWhatThisOneCounted()
    {
        var meter = Meter(new TenantLimits(0, 0, 1000));
        meter.Accepted(Signal.Traces, 100, 1);
        meter.Written = meter.Counts;
        meter.SetMonth(700);

        meter.Accepted(Signal.Logs, 200, 1);
        meter.Admit().Verdict.ShouldBe(TenantVerdict.Admitted);
        meter.Accepted(Signal.Logs, 100, 1);
        meter.Admit().Verdict.ShouldBe(TenantVerdict.OverQuota);
        meter.SetMonth(0);
        meter.Admit().Verdict.ShouldBe(TenantVerdict.Admitted);
    }

    [Fact]
    public void Counts_EachSignal_AreItsOwn()
    {
        var meter = Meter(new TenantLimits(1, 0, 0));
        meter.Accepted(Signal.Traces, 10, 1);
        meter.Accepted(Signal.Logs, 20, 2);
        meter.Accepted(Signal.Metrics, 30, 3);
        Admitted(meter, 12);

        meter.Counts.ShouldBe(new UsageCounts(3, 60, 1, 2, 3, 2));
        (meter.Counts - meter.Counts).ShouldBe(default);
    }

    [Fact]
    public void Limit_ChangedAndTakenBack_CountsAtOnce()
    {
        var meter = Meter(new TenantLimits(1, 0, 0));
        Admitted(meter, 100).ShouldBe(10);

        meter.Limit(default, Burst);

        Admitted(meter, 100).ShouldBe(100);
    }

    [Fact]
    public void Of_TenantsOwnLimit_CountsBeforeTheConfigured_AndNoneIsALimitToo()
    {
        var options = new LimitsOptions { RequestsPerSecond = 10, BytesPerSecond = 20, BytesPerMonth = 30 };

        options.Of(null).ShouldBe(new TenantLimits(10, 20, 30));
        options.Of(new Tenant(2, "shop", default, 5, 0, null)).ShouldBe(new TenantLimits(5, 0, 30));
    }

    private static int Admitted(TenantMeter meter, int tries) => Enumerable.Range(0, tries).Count(_ => meter.Admit().Verdict == TenantVerdict.Admitted);

    private TenantMeter Meter(TenantLimits limits)
    {
        var meter = new TenantMeter(1, _time);
        meter.Limit(limits, Burst);
        return meter;
    }
}
