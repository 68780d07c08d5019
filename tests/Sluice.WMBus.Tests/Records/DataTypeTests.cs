using Sluice.WMBus.Records;

namespace Sluice.WMBus.Tests.Records;

/// <summary>Data types at their ends. EN 13757-3:2018, annex A.</summary>
public sealed class DataTypeTests
{
    [Theory]
    [InlineData("01 13 7F", "total_m3=0.127")]
    [InlineData("01 13 FF", "total_m3=-0.001")]
    [InlineData("02 13 FF 7F", "total_m3=32.767")]
    [InlineData("03 13 01 00 80", "total_m3=-8388.607")]
    [InlineData("06 13 FF FF FF FF FF 7F", "total_m3=140737488355.327")]
    [InlineData("07 13 FF FF FF FF FF FF FF 7F", "total_m3=9223372036854775.807")]
    [InlineData("07 13 01 00 00 00 00 00 00 80", "total_m3=-9223372036854775.807")]
    public void Integers_are_signed(string record, string field) => Assert.Equal(field, Plain.Field(record));

    [Theory]
    [InlineData("01 13 80")]
    [InlineData("02 13 00 80")]
    [InlineData("03 13 00 00 80")]
    [InlineData("04 13 00 00 00 80")]
    [InlineData("06 13 00 00 00 00 00 80")]
    [InlineData("07 13 00 00 00 00 00 00 00 80")]
    public void The_smallest_integer_says_that_there_is_no_value(string record) => Assert.Equal(RecordValueKind.None, Plain.Record(record).Value.Kind);

    [Theory]
    [InlineData("02 FD 17 00 80", 32768)]
    [InlineData("04 FD 17 FF FF FF FF", 4294967295)]
    public void Bit_sets_have_no_sign(string record, long value) => Assert.Equal(value, Plain.Record(record).Value.Mantissa);

    [Theory]
    [InlineData("09 13 99", "total_m3=0.099")]
    [InlineData("0C 13 27 04 85 02", "total_m3=2850.427")]
    [InlineData("0E 13 99 99 99 99 99 99", "total_m3=999999999.999")]
    [InlineData("0B 3B 02 00 F0", "volume_flow_m3h=-0.002")]
    [InlineData("0A 5A 23 F1", "flow_temperature_c=-12.3")]
    [InlineData("09 5B F5", "flow_temperature_c=-5")]
    public void Bcd_is_read_with_its_minus_sign(string record, string field) => Assert.Equal(field, Plain.Field(record));

    [Theory, InlineData("0C 13 27 04 A5 02"), InlineData("0A 13 FF FF"), InlineData("09 13 0A"), InlineData("0B 13 EE EE EE")]
    public void Other_digits_say_that_there_is_no_value(string record) => Assert.Equal(RecordValueKind.None, Plain.Record(record).Value.Kind);

    [Theory]
    [InlineData("05 2B 00 00 00 00", "power_kw=0.000")]
    [InlineData("05 2E CD CC CC 3D", "power_kw=0.1")]
    [InlineData("05 2E 00 00 80 BF", "power_kw=-1")]
    [InlineData("05 FD 49 EF 99 66 43", "voltage_v=230.601303")]
    [InlineData("05 2E 00 24 74 49", "power_kw=1000000")]
    [InlineData("05 FF 09 17 B7 D1 38", "manufacturer_specific_maker_09=0.0001")]
    public void Reals_keep_the_digits_they_hold(string record, string field)
    {
        var (name, value) = (field.Split('=')[0], decimal.Parse(field.Split('=')[1], System.Globalization.CultureInfo.InvariantCulture));
        var got = Assert.Single(Plain.Telegram(record).Fields);
        Assert.Equal(name, got.Name.Text);
        Assert.Equal(value, got.Value.ToDecimal());
    }

    [Theory, InlineData("05 13 00 00 80 7F"), InlineData("05 13 00 00 C0 7F"), InlineData("05 13 FF FF 7F 7F")]
    public void Reals_that_are_no_numbers_are_no_values(string record) => Assert.Equal(RecordValueKind.None, Plain.Record(record).Value.Kind);

    [Theory]
    [InlineData("42 6C BF 2C", "meter_date_storage_1=2021-12-31")]       // type G
    [InlineData("02 6C 01 01", "meter_date=2000-01-01")]
    [InlineData("02 6C 1C 12", "meter_date=2008-02-28")]
    [InlineData("02 6C 1D 02", "meter_date=2000-02-29")]
    [InlineData("04 6D 32 37 1F 15", "meter_datetime=2008-05-31 23:50")] // type F
    [InlineData("04 6D 3B 17 9F 27", "meter_datetime=2020-07-31 23:59")]
    [InlineData("04 6D 22 48 41 36", "meter_datetime=2026-06-01 08:34")] // century counted from 1800
    [InlineData("06 6D 3B 3B 17 DF 2C 00", "meter_datetime=2022-12-31 23:59:59")] // type I
    [InlineData("03 6D 1E 2D 0C", "meter_datetime=12:45:30")]            // type J
    public void Dates_and_times_are_read(string record, string field) => Assert.Equal(field, Plain.Field(record));

    [Theory]
    [InlineData("02 6C 00 00")] // day 0
    [InlineData("02 6C FF FF")]
    [InlineData("02 6C 1E 02")] // 30 February
    [InlineData("02 6C 01 0D")] // month 13
    [InlineData("04 6D 80 00 01 01")] // marked invalid
    [InlineData("04 6D 3C 00 01 01")] // minute 60
    [InlineData("04 6D 00 18 01 01")] // hour 24
    [InlineData("06 6D 00 80 00 01 01 00")]
    [InlineData("03 6D 3C 00 00")] // second 60
    public void What_is_no_date_is_no_value(string record) => Assert.Equal(RecordValueKind.None, Plain.Record(record).Value.Kind);

    [Theory]
    [InlineData("0D FD 11 06 31 32 33 34 35 36", "customer=654321")]            // text, last character first
    [InlineData("0D FD 11 00", "customer=")]
    [InlineData("0D 13 C2 34 12", "total_m3=1.234")]                            // positive BCD
    [InlineData("0D 13 D2 34 12", "total_m3=-1.234")]                           // negative BCD
    [InlineData("0D 13 E2 FE FF", "total_m3=-0.002")]                           // binary number
    [InlineData("0D 13 E8 FF FF FF FF FF FF FF 7F", "total_m3=9223372036854775.807")]
    [InlineData("0D FD 3B 02 01 02", "wireless_container=0102")]                // bytes
    [InlineData("0D FF 5F 03 35 00 82", "manufacturer_specific_maker_5f=350082")]
    [InlineData("0D 13 EA 01 02 03 04 05 06 07 08 09 0A", "total_m3=0102030405060708090A")] // too wide for a number
    public void Variable_lengths_are_read(string record, string field) => Assert.Equal(field, Plain.Field(record));

    [Theory, InlineData("0D 13 CA"), InlineData("0D 13 DA"), InlineData("0D 13 F7"), InlineData("0D 13 C5 01 02")]
    public void Reserved_and_cut_off_lengths_are_errors(string record) => Assert.Equal(DecodeErrorCode.MalformedRecord, Plain.Telegram(record).Error.Code);

    [Fact]
    public void No_data_is_no_value() => Assert.Equal(RecordValueKind.None, Plain.Record("00 13").Value.Kind);
}
