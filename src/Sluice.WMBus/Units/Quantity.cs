namespace Sluice.WMBus.Units;

/// <summary>What a data record measures or says: the meanings of the VIF tables of EN 13757-3:2018, 6.4 and annex C.</summary>
public enum Quantity
{
    Unknown = 0, Energy, Volume, Mass, OnTime, OperatingTime, Power, VolumeFlow, MassFlow,
    FlowTemperature, ReturnTemperature, TemperatureDifference, ExternalTemperature, Pressure,
    Date, DateTime, HeatCostAllocation, AveragingDuration, ActualityDuration,
    FabricationNumber, EnhancedIdentification, Address,
    ReactiveEnergy, ApparentEnergy, ReactivePower, ApparentPower, RelativeHumidity, PhaseVoltageVoltage, PhaseVoltageCurrent, Frequency,
    TemperatureLimit, CumulatedMaximumPower,
    Credit, Debit, AccessNumber, Medium, Manufacturer, ParameterSet, ModelVersion, HardwareVersion, FirmwareVersion, SoftwareVersion,
    CustomerLocation, Customer, AccessCodeUser, AccessCodeOperator, AccessCodeSystemOperator, AccessCodeDeveloper, Password,
    ErrorFlags, ErrorMask, SecurityKey, DigitalOutput, DigitalInput, BaudRate, ResponseDelay, Retry, RemoteControl,
    FirstStorageNumber, LastStorageNumber, StorageBlockSize, TariffSubunitDescriptor, StorageInterval, OperatorSpecific, TimePoint,
    DurationSinceReadout, TariffStart, TariffDuration, TariffPeriod, Dimensionless, WirelessContainer, TransmissionPeriod,
    Voltage, Current, ResetCounter, CumulationCounter, ControlSignal, DayOfWeek, WeekNumber, TimePointOfDayChange, ParameterActivation,
    SupplierInformation, DurationSinceCumulation, BatteryOperatingTime, BatteryChangeDate, RfLevel, DaylightSaving, ListeningWindow,
    RemainingBatteryLife, StopCounter, ManufacturerContainer, PlainText, AnyVif, ManufacturerSpecific,
}
