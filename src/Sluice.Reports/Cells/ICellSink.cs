namespace Sluice.Reports.Cells;

/// <summary>Takes the cells of a row, one call each, in the order of the columns. A null is an empty cell.</summary>
public interface ICellSink
{
    /// <summary>Text, any characters.</summary>
    void Text(string? value);

    /// <summary>An exact number.</summary>
    void Number(decimal? value);

    /// <summary>A whole number.</summary>
    void Integer(long? value);

    /// <summary>A moment; shown in the society's time zone.</summary>
    void Instant(DateTimeOffset? value);

    /// <summary>A calendar day.</summary>
    void Date(DateOnly? value);

    /// <summary>Yes or no.</summary>
    void Flag(bool value);
}
