using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Validation;

namespace Sluice.Storage.Sqlite;

/// <summary>A meter as one society heard it: what the writer knows of it, and what readers see.</summary>
internal sealed class MeterState(long id, SocietyState society, MeterId meter)
{
    private volatile LatestReading? published;

    /// <summary>Its row in heard_meter.</summary>
    public long Id => id;

    public SocietyState Society => society;

    public MeterId Meter => meter;

    /// <summary>For the writer only.</summary>
    public MeterData Data;

    /// <summary>What readers see: the last commit. Null while there is none.</summary>
    public LatestReading? Published => published;

    /// <summary>The same meter in another society.</summary>
    public MeterState? Elsewhere { get; set; }

    /// <summary>Whose commit has changed it last; null when the change is on disk.</summary>
    public ReadingWriter? TouchedBy { get; set; }

    /// <summary>Shows readers what is committed.</summary>
    public void Publish()
    {
        TouchedBy = null;
        if (Data.Latest is { } latest) published = new(latest, Columns.ToTime(Data.Day.LastHeard), Data.ReadingsBefore + Data.Day.Readings);
    }
}

/// <summary>What changes in a <see cref="MeterState"/>; copied before a commit changes it, to go back.</summary>
internal struct MeterData
{
    public long? ClockOffset;
    public long ReadingsBefore;
    public DayRow Day;
    public Reading? Latest;
    public long? Media, Driver, Name;
    public MeterHistory History;
    public bool DayIsDirty, MeterIsDirty, HistoryIsDirty;

    /// <summary>The last day with a volume before <see cref="Day"/>, once somebody asked; null when there is none.</summary>
    public DayEnd? Before;
    public bool BeforeIsKnown;
}

/// <summary>A row of meter_day.</summary>
internal struct DayRow
{
    public long Day;
    public long Head;
    public long Reading;
    public long At;
    public long? Total;
    public long? TotalScale;
    public long Readings;
    public long LastHeard;
    public long? PreviousDay;

    /// <summary>What it ended with.</summary>
    public readonly DayEnd? End => DayEnd.Of((int)Day, Columns.ToVolume(Total, TotalScale));
}

/// <summary>A society of readings.</summary>
internal sealed class SocietyState(long word, SocietyId id)
{
    private long publishedHead;

    /// <summary>Its number among the words.</summary>
    public long Word => word;

    public SocietyId Id => id;

    /// <summary>The reading stored last; 0 for none. For the writer only.</summary>
    public long Head { get; set; }

    /// <summary>Its readings. For the writer only.</summary>
    public long Readings { get; set; }

    /// <summary>What readers see of <see cref="Head"/>.</summary>
    public long PublishedHead
    {
        get => Volatile.Read(ref publishedHead);
        set => Volatile.Write(ref publishedHead, value);
    }
}
