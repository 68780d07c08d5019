using Sluice.WMBus.Encoders;

namespace Sluice.WMBus.Tests.Encoders;

/// <summary>Signatures heard on air, and a captured full frame.</summary>
public class RecordLayoutTests
{
    [Theory]
    [InlineData("EDA8", "02FF20 0413 4413 615B 6167", 12)]
    [InlineData("F7D2", "02FF20 0413 4413 615B 5167", 12)]
    [InlineData("12C4", "02FF20 0413 92013B A1015B 8101E7FF0F", 10)]
    [InlineData("EB61", "02FF20 0413 4413 A1015B 8101E7FF0F", 12)]
    [InlineData("34DD", "02FF20 0413 4413", 10)]
    [InlineData("0E7C", "02FF20 0413 523B", 8)]
    [InlineData("07DD", "02FF20 0413 4413 426C", 12)]
    [InlineData("F3A9", "04FF23 0413 4413 426C 023B 92013B A2013B 06FF1B A1015B 91015B A10167", 29)]
    [InlineData("D436", "02FF20 0413 4413 426C 523B 615B 6167 5167 8101E7FF0F 06FF1B", 24)]
    [InlineData("ABB3", "0414 02FD17 043B 0259", 12)]
    public void Signature_is_the_one_on_air(string signature, string headers, int valueLength)
    {
        var layout = RecordLayout.Parse(headers);
        Assert.Equal(signature, $"{layout.Signature & 0xFF:X2}{layout.Signature >> 8:X2}");
        Assert.Equal(valueLength, layout.ValueLength);
    }

    [Fact]
    public void Full_frame_is_the_captured_one()
    {
        var layout = RecordLayout.Parse("02FF20 0413 4413 A1015B 8101E7FF0F");
        var frame = new byte[64];
        var length = layout.WriteFullFrame(Convert.FromHexString("4100D3220000552100007F1B"), frame);
        Assert.Equal("7802FF2041000413D3220000441355210000A1015B7F8101E7FF0F1B", Convert.ToHexString(frame, 0, length));
    }

    [Fact]
    public void Compact_frame_carries_the_data_crc_of_a_published_one()
    {
        // The published MULTICAL 21 vector in the clear: signature 12C4, data CRC 0DFF as sent.
        var layout = RecordLayout.Parse("02FF20 0413 92013B A1015B 8101E7FF0F");
        var frame = new byte[64];
        var length = layout.WriteCompactFrame(Convert.FromHexString("00002F4E00003D010203"), frame);
        Assert.Equal("7912C40DFF00002F4E00003D010203", Convert.ToHexString(frame, 0, length));
    }

    [Theory]
    [InlineData("02FF")]
    [InlineData("8213")]
    [InlineData("0D13")]
    [InlineData("041")]
    public void A_layout_that_is_none_is_refused(string headers) => Assert.Throws<FormatException>(() => RecordLayout.Parse(headers));

    [Fact]
    public void Values_of_another_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => RecordLayout.Parse("0413").WriteRecords(new byte[3], new byte[64]));
}
