namespace Sluice.WMBus.Tests.Records;

/// <summary>Compact profiles. EN 13757-3:2018, annex F.</summary>
public sealed class CompactProfileTests
{
    private static string[] Fields(string records) => [.. Plain.Telegram(records).Fields.Select(f => $"{f.Name}={f.Value}")];

    [Fact]
    public void Inverse_profile_goes_back_from_the_base_time() => Assert.Equal(
        ["meter_date_storage_8=2026-02-01", "consumption_storage_8_hca=203",
         "consumption_storage_9_hca=99", "meter_date_storage_9=2026-01-01", "consumption_storage_10_hca=52", "meter_date_storage_10=2025-12-01"],
        Fields("82 04 6C 41 32 8B 04 6E 03 02 00 8D 04 EE 13 0B 3B FE 99 00 00 52 00 00 FF FF FF"));

    [Fact]
    public void Increments_add_up_forward_and_the_last_of_the_month_stays_the_last() => Assert.Equal(
        ["consumption_storage_8_hca=10", "meter_date_storage_8=2019-11-30",
         "consumption_storage_9_hca=13", "meter_date_storage_9=2019-12-31", "consumption_storage_10_hca=35", "meter_date_storage_10=2020-01-31"],
        Fields("83 04 6E 0A 00 00 82 04 6C 7E 2B 8D 04 EE 1F 06 72 FE 03 00 16 00"));

    [Fact]
    public void Decrements_and_hours_are_read() => Assert.Equal(
        ["consumption_storage_2_hca=10", "meter_datetime_storage_2=2026-06-15 12:30",
         "consumption_storage_3_hca=9", "meter_datetime_storage_3=2026-06-15 18:30"],
        Fields("81 01 6E 0A 84 01 6D 1E 0C 4F 36 8D 01 EE 1E 03 A1 06 01"));

    [Fact]
    public void Without_base_time_there_are_values_only() => Assert.Equal(
        ["consumption_storage_9_hca=1", "consumption_storage_10_hca=2"],
        Fields("8D 04 EE 1F 04 31 FE 01 02"));

    [Theory]
    [InlineData("8D 04 EE 1F 04 71 FE 01 02")] // increments without base value
    [InlineData("8D 04 EE 1F 04 3D FE 01 02")] // elements of variable length
    [InlineData("8D 04 EE 1F 01 31")]          // no spacing
    [InlineData("8D 04 EE 1F 00")]
    public void What_cannot_be_understood_stays_bytes(string record)
    {
        var field = Assert.Single(Plain.Telegram(record).Fields);
        Assert.Equal("consumption_profile_storage_8", field.Name.Text);
        Assert.Equal(WMBus.Records.RecordValueKind.Bytes, field.Value.Kind);
    }
}
