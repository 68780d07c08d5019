namespace Sluice.Metering.Jobs;

/// <summary>A job's id: a UUID version 7, so that ids sort by the time the job was made.</summary>
public readonly record struct JobId(Guid Value)
{
    /// <summary>A new id.</summary>
    public static JobId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <summary>Parses 32 hexadecimal digits with or without hyphens.</summary>
    public static bool TryParse(string? text, out JobId id)
    {
        var good = Guid.TryParseExact(text, "D", out var value) || Guid.TryParseExact(text, "N", out value);
        id = new(value);
        return good && value != Guid.Empty;
    }

    public override string ToString() => Value.ToString("D");
}
