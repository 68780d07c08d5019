namespace Sluice.WMBus.Tests.Records;

/// <summary>Widths of the data information at their ends. EN 13757-3:2018, 6.3: storage number 41 bits, tariff 20, subunit 10.</summary>
public sealed class DataInformationTests
{
    [Theory]
    [InlineData("01 13 07", 0, 0, 0)]
    [InlineData("41 13 07", 1, 0, 0)]
    [InlineData("81 01 13 07", 2, 0, 0)]
    [InlineData("C1 0F 13 07", 31, 0, 0)]
    [InlineData("81 10 13 07", 0, 1, 0)]
    [InlineData("81 40 13 07", 0, 0, 1)]
    [InlineData("81 80 40 13 07", 0, 0, 2)]
    [InlineData("81 B0 10 13 07", 0, 7, 0)]
    [InlineData("C1 FF FF FF FF FF FF FF FF FF 7F 13 07", (1L << 41) - 1, (1 << 20) - 1, (1 << 10) - 1)]
    public void Storage_tariff_and_subunit_have_their_full_widths(string record, long storage, int tariff, int subunit)
    {
        var data = Plain.Record(record).Data;
        Assert.Equal((storage, tariff, subunit), (data.StorageNumber, data.Tariff, data.Subunit));
    }

    [Theory]
    [InlineData("C1 FF FF FF FF FF FF FF FF FF FF 0F 13 07")] // an eleventh DIFE
    [InlineData("01 93 FF FF FF FF FF FF FF FF FF FF 13 07")] // an eleventh VIFE
    [InlineData("81")]
    [InlineData("04 13 01 02 03")]
    [InlineData("0D 78 05 31 32")]
    public void Endless_and_cut_off_headers_and_data_are_errors(string record)
    {
        var telegram = Plain.Telegram(record);
        Assert.False(telegram.IsDecoded);
        Assert.Equal(DecodeErrorCode.MalformedRecord, telegram.Error.Code);
    }

    [Fact]
    public void What_decoded_before_an_error_is_kept()
    {
        var telegram = Plain.Telegram("04 13 1E 16 00 00 04 13 01");
        Assert.True(telegram.IsDecoded);
        Assert.True(telegram.TryGetDecimal("total_m3", out var total));
        Assert.Equal(5.662m, total);
        Assert.Equal(DecodeErrorCode.MalformedRecord, Assert.Single(telegram.Warnings).Code);
    }
}
