using Correlator.Storage;
using Correlator.Storage.Commit;
using Correlator.Telemetry;
using Correlator.Tests.Support;

namespace Correlator.Tests.Storage.Commit;

/// <summary>Groups wait for an hour here: what is gathered sooner was not waited for.</summary>
public sealed class IntakeTests : IDisposable
{
    private readonly Intake _intake = new(new StorageOptions { GroupDelay = TimeSpan.FromHours(1), GroupRecords = 2 }, TimeProvider.System);

    public void Dispose() => _intake.Dispose();

    [Fact]
    public async Task TryGather_NothingUnderWay_WaitsForNobody()
    {
        var only = Add();

        (await GatherAsync()).ShouldBe([only]);
    }

    [Fact]
    public async Task TryGather_SeveralAreThere_TakesThemTogetherUntilTheGroupIsFull()
    {
        var (first, second, third) = (Add(), Add(), Add());

        (await GatherAsync()).ShouldBe([first, second]);
        _intake.End();
        (await GatherAsync()).ShouldBe([third]);
    }

    [Fact]
    public async Task TryGather_AGroupUnderWay_WaitsForCompany()
    {
        Add();
        await GatherAsync();
        var second = Add();
        var gathering = GatherAsync();
        gathering.IsCompleted.ShouldBeFalse();

        var third = Add();

        (await gathering).ShouldBe([second, third]);
    }

    [Fact]
    public async Task TryGather_TheGroupUnderWayEnds_WaitsForNobody()
    {
        Add();
        await GatherAsync();
        var second = Add();
        var gathering = GatherAsync();
        gathering.IsCompleted.ShouldBeFalse();

        _intake.End();

        (await gathering).ShouldBe([second]);
    }

    [Fact]
    public async Task TryGather_SixteenRequestsBesideOneGroup_GoTogether()
    {
        using var intake = new Intake(new StorageOptions { GroupDelay = TimeSpan.FromHours(1) }, TimeProvider.System);
        Add(intake);
        await GatherAsync(intake);
        var waiting = Enumerable.Range(0, 15).Select(_ => Add(intake)).ToList();
        var gathering = GatherAsync(intake);
        gathering.IsCompleted.ShouldBeFalse();

        waiting.Add(Add(intake));

        (await gathering).ShouldBe(waiting);
    }

    [Fact]
    public async Task TryGather_SixteenRequestsBesideTwoGroups_WaitForOneToEnd()
    {
        using var intake = new Intake(new StorageOptions { GroupDelay = TimeSpan.FromHours(1) }, TimeProvider.System);
        Add(intake);
        await GatherAsync(intake);
        Enumerable.Range(0, 16).ToList().ForEach(_ => Add(intake));
        await GatherAsync(intake);
        var waiting = Enumerable.Range(0, 16).Select(_ => Add(intake)).ToList();
        var gathering = GatherAsync(intake);
        gathering.IsCompleted.ShouldBeFalse();

        intake.End();

        (await gathering).ShouldBe(waiting);
    }

    [Fact]
    public async Task TryGather_TimeIsOver_WaitsNoLonger()
    {
        using var intake = new Intake(new StorageOptions { GroupDelay = TimeSpan.FromMilliseconds(1) }, TimeProvider.System);
        Add(intake);
        await GatherAsync(intake);
        var second = Add(intake);

        (await GatherAsync(intake)).ShouldBe([second]);
    }

    [Fact]
    public async Task TryGather_ClosedDuringTheWait_EndsIt()
    {
        Add();
        await GatherAsync();
        var last = Add();
        var gathering = GatherAsync();

        _intake.Close();

        (await gathering).ShouldBe([last]);
        (await GatherAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task IsBusy_FromTheFirstRequestToTheEndOfItsGroup()
    {
        _intake.IsBusy.ShouldBeFalse();
        Add();
        _intake.IsBusy.ShouldBeTrue();
        await GatherAsync();
        _intake.IsBusy.ShouldBeTrue();
        _intake.End();
        _intake.IsBusy.ShouldBeFalse();
    }

    private PendingRequest Add() => Add(_intake);

    private static PendingRequest Add(Intake intake)
    {
        var request = new PendingRequest(new TelemetryBatchBuilder().Span("orders send", SpanKind.Producer).Batch);
        intake.TryAdd(request).ShouldBeTrue();
        return request;
    }

    private Task<IReadOnlyList<PendingRequest>> GatherAsync() => GatherAsync(_intake);

    private static async Task<IReadOnlyList<PendingRequest>> GatherAsync(Intake intake)
    {
        var group = new List<PendingRequest>();
        (await intake.TryGatherAsync(group, CancellationToken.None)).ShouldBe(group.Count > 0);
        return group;
    }
}
