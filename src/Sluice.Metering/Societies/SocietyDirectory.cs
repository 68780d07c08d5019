using System.Collections.Concurrent;
using Sluice.Metering.Identity;

namespace Sluice.Metering.Societies;

/// <summary>What the intake needs to know of a society.</summary>
/// <param name="TimeZone">Where its days and months begin.</param>
/// <param name="SlotMinutes">One telegram of each meter is kept from gateways per slot; 1 to 1440.</param>
public sealed record SocietySettings(TimeZoneInfo TimeZone, int SlotMinutes)
{
    /// <summary>What of its readings goes out over MQTT.</summary>
    public MqttOut Mqtt { get; init; }

    /// <summary>Settings of a society nobody has set up.</summary>
    public static SocietySettings Default { get; } = Of(new() { Id = SocietyId.Parse("default"), Name = "default" });

    /// <summary>The settings of a society; UTC when its time zone is not known here.</summary>
    public static SocietySettings Of(Society society) => new(TimeZoneInfo.TryFindSystemTimeZoneById(society.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc, society.SlotMinutes) { Mqtt = society.Mqtt };

    /// <summary>The day of the society at a moment.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZone).DateTime);
}

/// <summary>The societies' settings in memory: asked for every telegram. The registry fills it at the start and keeps it up to date. Thread safe.</summary>
public sealed class SocietyDirectory
{
    private readonly ConcurrentDictionary<SocietyId, SocietySettings> settings = new();

    /// <summary>Raised after the settings of a society changed. Must be quick and must not throw.</summary>
    public event Action? Changed;

    /// <summary>The settings of a society; the defaults when nobody has set any.</summary>
    public SocietySettings Find(SocietyId society) => settings.GetValueOrDefault(society, SocietySettings.Default);

    /// <summary>True when there is such a society.</summary>
    public bool Contains(SocietyId society) => settings.ContainsKey(society);

    /// <summary>Keeps the settings of a society.</summary>
    public void Set(Society society)
    {
        settings[society.Id] = SocietySettings.Of(society);
        Changed?.Invoke();
    }

    /// <summary>Forgets a society that is gone.</summary>
    public void Remove(SocietyId society)
    {
        if (settings.TryRemove(society, out _)) Changed?.Invoke();
    }
}
