namespace Correlator.Ingest.Wire;

/// <param name="Message">What a <see cref="JsonFieldKind.Message"/> field holds.</param>
internal sealed record JsonField(byte[] Name, int Number, JsonFieldKind Kind, JsonMessage? Message);
