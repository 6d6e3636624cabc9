namespace Correlator.Tests.Architecture;

public sealed class EditorConfigTests
{
    [Fact]
    public void ReadMaxLineLength_Setting_IsItsNumber() => EditorConfig.ReadMaxLineLength("[*]\nindent_size = 4\nmax_line_length = 120\n").ShouldBe(120);

    [Fact]
    public void ReadMaxLineLength_NoSetting_Throws() => Should.Throw<FormatException>(() => EditorConfig.ReadMaxLineLength("[*]\nindent_size = 4\n"));
}
