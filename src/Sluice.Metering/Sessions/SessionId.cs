namespace Sluice.Metering.Sessions;

/// <summary>A round's id: a UUID version 7, so that ids sort by the time the round was made. A phone without network makes its own.</summary>
public readonly record struct SessionId(Guid Value)
{
    /// <summary>A new id.</summary>
    public static SessionId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <summary>Parses 32 hexadecimal digits with or without hyphens.</summary>
    public static bool TryParse(string? text, out SessionId id)
    {
        var good = Guid.TryParseExact(text, "D", out var value) || Guid.TryParseExact(text, "N", out value);
        id = new(value);
        return good && value != Guid.Empty;
    }

    public override string ToString() => Value.ToString("D");
}
