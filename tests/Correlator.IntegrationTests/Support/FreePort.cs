using System.Net;
using System.Net.Sockets;

namespace Correlator.IntegrationTests.Support;

/// <summary>
/// Ports for other processes, which take them a while after they were found free. They are below those that the system
/// gives to whoever asks for any: it would give them to a server of another test meanwhile.
/// </summary>
internal static class FreePort
{
    private const int Lowest = 10_000;
    private const int Count = 20_000;

    /// <summary>Two runs of the tests on one machine begin at different ones.</summary>
    private static int _last = Random.Shared.Next(Count);

    /// <summary>A port that nobody listens on, and that no other caller was given.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Lowest + (Interlocked.Increment(ref _last) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one then.
            }
        }
    }
}
