using Sluice.WMBus.Units;
using static Sluice.WMBus.Units.Quantity;
using static Sluice.WMBus.Units.Unit;

namespace Sluice.WMBus.Records;

/// <summary>The VIF tables in the standard's order, one row per row. EN 13757-3:2018, 6.4.2 and annex C.</summary>
internal static class VifTables
{
    private static readonly Unit[] Durations = [Second, Minute, Hour, Unit.Day];
    private static readonly Unit[] LongDurations = [Hour, Unit.Day, Month, Year];

    /// <summary>Primary VIF, extension bit removed.</summary>
    public static ValueInformation Primary(int vif) => vif switch
    {
        <= 0b000_0111 => new(Energy, WattHour, (vif & 7) - 3),                       // E000 0nnn
        <= 0b000_1111 => new(Energy, Joule, vif & 7),                                // E000 1nnn
        <= 0b001_0111 => new(Volume, CubicMetre, (vif & 7) - 6),                     // E001 0nnn
        <= 0b001_1111 => new(Mass, Kilogram, (vif & 7) - 3),                         // E001 1nnn
        <= 0b010_0011 => new(OnTime, Durations[vif & 3], 0),                         // E010 00nn
        <= 0b010_0111 => new(OperatingTime, Durations[vif & 3], 0),                  // E010 01nn
        <= 0b010_1111 => new(Power, Watt, (vif & 7) - 3),                            // E010 1nnn
        <= 0b011_0111 => new(Power, JoulePerHour, vif & 7),                          // E011 0nnn
        <= 0b011_1111 => new(VolumeFlow, CubicMetrePerHour, (vif & 7) - 6),          // E011 1nnn
        <= 0b100_0111 => new(VolumeFlow, CubicMetrePerMinute, (vif & 7) - 7),        // E100 0nnn
        <= 0b100_1111 => new(VolumeFlow, CubicMetrePerSecond, (vif & 7) - 9),        // E100 1nnn
        <= 0b101_0111 => new(MassFlow, KilogramPerHour, (vif & 7) - 3),              // E101 0nnn
        <= 0b101_1011 => new(FlowTemperature, Celsius, (vif & 3) - 3),               // E101 10nn
        <= 0b101_1111 => new(ReturnTemperature, Celsius, (vif & 3) - 3),             // E101 11nn
        <= 0b110_0011 => new(TemperatureDifference, Kelvin, (vif & 3) - 3),          // E110 00nn
        <= 0b110_0111 => new(ExternalTemperature, Celsius, (vif & 3) - 3),           // E110 01nn
        <= 0b110_1011 => new(Pressure, Bar, (vif & 3) - 3),                          // E110 10nn
        0b110_1100 => new(Date, None, 0),                                            // E110 1100
        0b110_1101 => new(Quantity.DateTime, None, 0),                               // E110 1101
        0b110_1110 => new(HeatCostAllocation, HeatCostUnit, 0),                      // E110 1110
        0b110_1111 => new(Unknown, None, 0),                                         // reserved
        <= 0b111_0011 => new(AveragingDuration, Durations[vif & 3], 0),              // E111 00nn
        <= 0b111_0111 => new(ActualityDuration, Durations[vif & 3], 0),              // E111 01nn
        0b111_1000 => new(FabricationNumber, None, 0),
        0b111_1001 => new(EnhancedIdentification, None, 0),
        0b111_1010 => new(Address, None, 0),
        0b111_1100 => new(PlainText, None, 0),
        0b111_1110 => new(AnyVif, None, 0),
        0b111_1111 => new(ManufacturerSpecific, None, 0),
        _ => new(Unknown, None, 0),
    };

    /// <summary>Alternate VIF after FBh.</summary>
    public static ValueInformation AlternateFB(int vif) => vif switch
    {
        <= 0x01 => new(Energy, WattHour, vif + 5),                                   // 10^(n-1) MWh
        <= 0x03 => new(ReactiveEnergy, VarHour, (vif & 1) + 3),                      // 10^n kvarh
        <= 0x05 => new(ApparentEnergy, VoltAmpereHour, (vif & 1) + 3),               // 10^n kVAh
        0x08 or 0x09 => new(Energy, Joule, (vif & 1) + 8),                           // 10^(n-1) GJ
        >= 0x0C and <= 0x0F => new(Energy, Calorie, (vif & 3) + 5),                  // 10^(n-1) Mcal
        0x10 or 0x11 => new(Volume, CubicMetre, (vif & 1) + 2),                      // 10^(n+2) m3
        >= 0x14 and <= 0x17 => new(ReactivePower, Var, (vif & 3)),                   // 10^(n-3) kvar
        0x18 or 0x19 => new(Mass, Kilogram, (vif & 1) + 5),                          // 10^(n+2) t
        0x1A or 0x1B => new(RelativeHumidity, Percent, (vif & 1) - 1),               // 10^(n-1) %
        0x20 => new(Volume, CubicFoot, 0),
        0x21 => new(Volume, CubicFoot, -1),
        0x22 => new(Volume, UsGallon, -1),
        0x23 => new(Volume, UsGallon, 0),
        0x24 => new(VolumeFlow, UsGallonPerMinute, -3),
        0x25 => new(VolumeFlow, UsGallonPerMinute, 0),
        0x26 => new(VolumeFlow, UsGallonPerHour, 0),
        0x28 or 0x29 => new(Power, Watt, (vif & 1) + 5),                             // 10^(n-1) MW
        0x2A => new(PhaseVoltageVoltage, Degree, -1),
        0x2B => new(PhaseVoltageCurrent, Degree, -1),
        >= 0x2C and <= 0x2F => new(Frequency, Hertz, (vif & 3) - 3),                 // 10^(n-3) Hz
        0x30 or 0x31 => new(Power, JoulePerHour, (vif & 1) + 8),                     // 10^(n-1) GJ/h
        >= 0x34 and <= 0x37 => new(ApparentPower, VoltAmpere, (vif & 3)),            // 10^(n-3) kVA
        >= 0x58 and <= 0x5B => new(FlowTemperature, Fahrenheit, (vif & 3) - 3),
        >= 0x5C and <= 0x5F => new(ReturnTemperature, Fahrenheit, (vif & 3) - 3),
        >= 0x60 and <= 0x63 => new(TemperatureDifference, Fahrenheit, (vif & 3) - 3),
        >= 0x64 and <= 0x67 => new(ExternalTemperature, Fahrenheit, (vif & 3) - 3),
        >= 0x70 and <= 0x73 => new(TemperatureLimit, Fahrenheit, (vif & 3) - 3),
        >= 0x74 and <= 0x77 => new(TemperatureLimit, Celsius, (vif & 3) - 3),
        >= 0x78 => new(CumulatedMaximumPower, Watt, (vif & 7) - 3),
        _ => new(Unknown, None, 0),
    };

    /// <summary>Alternate VIF after FDh.</summary>
    public static ValueInformation AlternateFD(int vif) => vif switch
    {
        <= 0x03 => new(Credit, Currency, (vif & 3) - 3),
        <= 0x07 => new(Debit, Currency, (vif & 3) - 3),
        0x08 => new(AccessNumber, None, 0),
        0x09 => new(Medium, None, 0),
        0x0A => new(Manufacturer, None, 0),
        0x0B => new(ParameterSet, None, 0),
        0x0C => new(ModelVersion, None, 0),
        0x0D => new(HardwareVersion, None, 0),
        0x0E => new(FirmwareVersion, None, 0),
        0x0F => new(SoftwareVersion, None, 0),
        0x10 => new(CustomerLocation, None, 0),
        0x11 => new(Customer, None, 0),
        0x12 => new(AccessCodeUser, None, 0),
        0x13 => new(AccessCodeOperator, None, 0),
        0x14 => new(AccessCodeSystemOperator, None, 0),
        0x15 => new(AccessCodeDeveloper, None, 0),
        0x16 => new(Password, None, 0),
        0x17 => new(ErrorFlags, None, 0),
        0x18 => new(ErrorMask, None, 0),
        0x19 => new(SecurityKey, None, 0),
        0x1A => new(DigitalOutput, None, 0),
        0x1B => new(DigitalInput, None, 0),
        0x1C => new(BaudRate, Baud, 0),
        0x1D => new(ResponseDelay, BitTime, 0),
        0x1E => new(Retry, None, 0),
        0x1F => new(RemoteControl, None, 0),
        0x20 => new(FirstStorageNumber, None, 0),
        0x21 => new(LastStorageNumber, None, 0),
        0x22 => new(StorageBlockSize, None, 0),
        0x23 => new(TariffSubunitDescriptor, None, 0),
        <= 0x27 => new(StorageInterval, Durations[vif & 3], 0),
        0x28 => new(StorageInterval, Month, 0),
        0x29 => new(StorageInterval, Year, 0),
        0x2A => new(OperatorSpecific, None, 0),
        0x2B => new(TimePoint, Second, 0),
        <= 0x2F => new(DurationSinceReadout, Durations[vif & 3], 0),
        0x30 => new(TariffStart, None, 0),
        <= 0x33 => new(TariffDuration, Durations[vif & 3], 0),
        <= 0x37 => new(TariffPeriod, Durations[vif & 3], 0),
        0x38 => new(TariffPeriod, Month, 0),
        0x39 => new(TariffPeriod, Year, 0),
        0x3A => new(Dimensionless, None, 0),
        0x3B => new(WirelessContainer, None, 0),
        <= 0x3F => new(TransmissionPeriod, Durations[vif & 3], 0),
        <= 0x4F => new(Voltage, Volt, (vif & 15) - 9),
        <= 0x5F => new(Current, Ampere, (vif & 15) - 12),
        0x60 => new(ResetCounter, None, 0),
        0x61 => new(CumulationCounter, None, 0),
        0x62 => new(ControlSignal, None, 0),
        0x63 => new(Quantity.DayOfWeek, None, 0),
        0x64 => new(WeekNumber, None, 0),
        0x65 => new(TimePointOfDayChange, None, 0),
        0x66 => new(ParameterActivation, None, 0),
        0x67 => new(SupplierInformation, None, 0),
        <= 0x6B => new(DurationSinceCumulation, LongDurations[vif & 3], 0),
        <= 0x6F => new(BatteryOperatingTime, LongDurations[vif & 3], 0),
        0x70 => new(BatteryChangeDate, None, 0),
        0x71 => new(RfLevel, DecibelMilliwatt, 0),
        0x72 => new(DaylightSaving, None, 0),
        0x73 => new(ListeningWindow, None, 0),
        0x74 => new(RemainingBatteryLife, Unit.Day, 0),
        0x75 => new(StopCounter, None, 0),
        0x76 => new(ManufacturerContainer, None, 0),
        _ => new(Unknown, None, 0),
    };
}
