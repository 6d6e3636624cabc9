namespace Correlator.IntegrationTests.Support;

internal sealed record Http2Frame(byte Type, byte Flags, int Stream, byte[] Payload);
