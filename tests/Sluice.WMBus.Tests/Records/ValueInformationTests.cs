namespace Sluice.WMBus.Tests.Records;

/// <summary>Value information: examples printed in the M-Bus documentation (6.4) and EN 13757-3, and the tables' rows meters use.</summary>
public sealed class ValueInformationTests
{
    [Theory]
    // The M-Bus documentation's example of an RSP_UD, 6.4.2: 12 565 l, 113 l/h maximum at another tariff, 218.37 kWh.
    [InlineData("03 13 15 31 00", "total_m3=12.565")]
    [InlineData("DA 02 3B 13 01", "max_volume_flow_storage_5_m3h=0.113")]
    [InlineData("8B 60 04 37 18 02", "total_energy_consumption_tariff_2_subunit_1_kwh=218.37")]
    [InlineData("04 06 10 27 00 00", "total_energy_consumption_kwh=10000")]
    [InlineData("04 0E 01 00 00 00", "total_energy_consumption_kwh=0.277778")]
    [InlineData("04 FB 00 01 00 00 00", "total_energy_consumption_kwh=100")]
    [InlineData("04 FB 0D 01 00 00 00", "total_energy_consumption_kwh=1.163")]
    [InlineData("04 FB 82 75 0A 00 00 00", "reactive_energy_kvarh=1")]
    [InlineData("04 84 3C 0A 00 00 00", "total_energy_consumption_backward_kwh=0.1")]
    [InlineData("02 FB 2E F4 01", "frequency_hz=50")]
    [InlineData("02 FD 48 09 09", "voltage_v=231.3")]
    [InlineData("04 FD C8 FC 01 17 09 00 00", "voltage_phase_1_v=232.7")]
    [InlineData("04 FD D9 FC 03 26 00 00 00", "current_phase_3_a=0.038")]
    [InlineData("02 FB 1A 37 02", "relative_humidity_rh=56.7")]
    [InlineData("04 20 10 0E 00 00", "on_time_h=1")]
    [InlineData("04 25 3C 00 00 00", "operating_time_h=1")]
    [InlineData("02 27 02 00", "operating_time_h=48")]
    [InlineData("02 74 FC 00", "actuality_duration_s=252")]
    [InlineData("02 FD 74 DB 15", "remaining_battery_life_d=5595")]
    [InlineData("02 FB 58 20 4E", "flow_temperature_c=-6.666667")]
    [InlineData("02 FB 60 28 23", "flow_return_temperature_difference_c=5")]
    [InlineData("02 93 75 7B 00", "total_m3=0.0123")] // multiplied by 10^-1
    [InlineData("02 93 7D 7B 00", "total_m3=123")]    // multiplied by 1000
    [InlineData("0C 78 07 00 34 00", "fabrication_no=00340007")]
    [InlineData("02 79 11 13", "enhanced_id=1311")]
    [InlineData("07 79 41 46 20 68 93 44 47 8C", "enhanced_id=8C47449368204641")]
    [InlineData("0B FD 0F 07 01 01", "software_version=010107")]
    [InlineData("02 7C 03 48 52 25 74 04", "plain_text=1140")] // the unit "%RH" as text before the value
    public void Records_get_name_and_unit(string record, string field)
    {
        var got = Assert.Single(Plain.Telegram(record).Fields);
        var (name, value) = (field.Split('=')[0], field.Split('=')[1]);
        Assert.Equal(name, got.Name.Text);
        if (got.Value.TryToDecimal(out var number)) Assert.Equal(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), number);
        else Assert.Equal(value, got.Value.ToString());
    }

    [Fact]
    public void Records_with_the_same_name_are_numbered()
    {
        var telegram = Plain.Telegram("01 FD 3A 01 01 FD 3A 02 01 FD 3A 03");
        Assert.Equal(["dimensionless", "dimensionless_2", "dimensionless_3"], telegram.Fields.Select(f => f.Name.Text));
    }
}
