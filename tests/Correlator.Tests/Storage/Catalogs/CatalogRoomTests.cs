using Correlator.Storage.Catalogs;
using Correlator.Tests.Support;

namespace Correlator.Tests.Storage.Catalogs;

public sealed class CatalogRoomTests
{
    private const int Most = 3;
    private readonly ManualTime _time = new();
    private readonly CatalogRoom _room;
    private int _stored;
    private int _reads;

    public CatalogRoomTests()
    {
        _room = new CatalogRoom(Most, _time);
    }

    [Fact]
    public async Task HasRoom_BelowTheLimit_ReadsOnceAndCountsWhatIsAdded()
    {
        _stored = 1;
        (await HasRoomAsync()).ShouldBeTrue();
        Add();
        (await HasRoomAsync()).ShouldBeTrue();

        _reads.ShouldBe(1);
    }

    [Fact]
    public async Task HasRoom_FullByWhatWasAdded_ReadsAgainBeforeItSaysSo()
    {
        (await HasRoomAsync()).ShouldBeTrue();
        Add();
        Add();
        Add();

        (await HasRoomAsync()).ShouldBeFalse();
        (await HasRoomAsync()).ShouldBeFalse();
        _reads.ShouldBe(2);
    }

    /// <summary>Two of this server's inserts found what another one had inserted.</summary>
    [Fact]
    public async Task HasRoom_CountedMoreThanThereIs_HasRoomAfterAll()
    {
        (await HasRoomAsync()).ShouldBeTrue();
        Add();
        Add();
        Add();
        _stored = 2;

        (await HasRoomAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task HasRoom_Full_ReadsAgainOnceAMinute()
    {
        _stored = Most;
        (await HasRoomAsync()).ShouldBeFalse();
        _stored = 0;
        _time.Pass(TimeSpan.FromSeconds(59));
        (await HasRoomAsync()).ShouldBeFalse();
        _reads.ShouldBe(1);
        _time.Pass(TimeSpan.FromSeconds(1));

        (await HasRoomAsync()).ShouldBeTrue();
        _reads.ShouldBe(2);
    }

    [Fact]
    public async Task HasRoom_ClockSetBack_ReadsAgain()
    {
        _stored = Most;
        (await HasRoomAsync()).ShouldBeFalse();
        _stored = 0;
        _time.Pass(TimeSpan.FromDays(-1));

        (await HasRoomAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task HasRoom_AnotherTenant_HasItsOwn()
    {
        _stored = Most;
        (await HasRoomAsync()).ShouldBeFalse();
        _stored = 0;

        (await HasRoomAsync(tenantId: 2)).ShouldBeTrue();
    }

    private void Add()
    {
        _stored++;
        _room.Added(1);
    }

    private ValueTask<bool> HasRoomAsync(int tenantId = 1) => _room.HasRoomAsync(tenantId, () =>
    {
        _reads++;
        return Task.FromResult(_stored);
    });
}
