using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Correlator.Ingest.Tls;

internal static class TlsListening
{
    /// <summary>Speaks TLS on a listener when its door has a certificate, with whichever it has at the time of the handshake.</summary>
    public static void UseTls(this ListenOptions listen, Door door, TlsCertificates certificates)
    {
        if (certificates.IsOn(door))
        {
            IReadOnlyList<SslApplicationProtocol> protocols = listen.Protocols switch
            {
                HttpProtocols.Http2 => [SslApplicationProtocol.Http2],
                HttpProtocols.Http1 => [SslApplicationProtocol.Http11],
                _ => [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            };
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => new(certificates.Of(door).Options(protocols)) });
        }
    }
}
