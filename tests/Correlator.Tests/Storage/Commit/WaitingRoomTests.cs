using Correlator.Storage.Commit;

namespace Correlator.Tests.Storage.Commit;

public sealed class WaitingRoomTests
{
    [Fact]
    public void TryEnter_OneTenant_MayFillIt()
    {
        var room = new WaitingRoom(100, 1000);

        Fill(room, 1, 10).ShouldBe(100);
        room.Leave(1, 10);
        room.TryEnter(1, 11).ShouldBeFalse();
        room.TryEnter(1, 10).ShouldBeTrue();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1)]
    public void TryEnter_OneOfSeveralSendsWithoutEnd_LeavesRoomForTheOthers(int size)
    {
        var room = new WaitingRoom(100, 1000);
        room.TryEnter(2, size).ShouldBeTrue();
        room.Leave(2, size);

        Fill(room, 1, size).ShouldBe(50);
        Fill(room, 2, size).ShouldBeInRange(24, 26);
        Fill(room, 3, size).ShouldBeInRange(11, 13);
    }

    [Fact]
    public void TryEnter_AfterAllHaveLeft_BeginsAnew()
    {
        var room = new WaitingRoom(10, 1000);
        for (var round = 0; round < 3; round++)
        {
            Fill(room, 1, 1).ShouldBe(10);
            for (var request = 0; request < 10; request++)
            {
                room.Leave(1, 1);
            }
        }
    }

    private static int Fill(WaitingRoom room, int tenantId, long size)
    {
        var entered = 0;
        while (room.TryEnter(tenantId, size))
        {
            entered++;
        }

        return entered;
    }
}
