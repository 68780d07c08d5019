namespace Sluice.Reports.Cells;

/// <summary>RFC 3339 times, written without going through a format string.</summary>
internal static class IsoTime
{
    /// <summary>Writes <c>2026-11-02T09:00:00.000+05:30</c>; to the millisecond.</summary>
    public static void Write(Utf8Output output, DateTimeOffset at)
    {
        var text = output.Free(32);
        var used = Date(text, at.Year, at.Month, at.Day);
        text[used++] = (byte)'T';
        used += Two(text[used..], at.Hour, ':');
        used += Two(text[used..], at.Minute, ':');
        used += Two(text[used..], at.Second, '.');
        var milliseconds = at.Millisecond;
        text[used++] = (byte)('0' + (milliseconds / 100));
        used += Two(text[used..], milliseconds % 100);
        if (at.Offset == TimeSpan.Zero)
        {
            text[used++] = (byte)'Z';
        }
        else
        {
            text[used++] = at.Offset < TimeSpan.Zero ? (byte)'-' : (byte)'+';
            used += Two(text[used..], Math.Abs(at.Offset.Hours), ':');
            used += Two(text[used..], Math.Abs(at.Offset.Minutes));
        }
        output.Advance(used);
    }

    /// <summary>Writes <c>2026-11-02</c>.</summary>
    public static void Write(Utf8Output output, DateOnly day) => output.Advance(Date(output.Free(16), day.Year, day.Month, day.Day));

    private static int Date(Span<byte> text, int year, int month, int day)
    {
        var used = Two(text, year / 100);
        used += Two(text[used..], year % 100, '-');
        used += Two(text[used..], month, '-');
        return used + Two(text[used..], day);
    }

    private static int Two(Span<byte> text, int value, char after = '\0')
    {
        text[0] = (byte)('0' + (value / 10));
        text[1] = (byte)('0' + (value % 10));
        if (after == '\0') return 2;
        text[2] = (byte)after;
        return 3;
    }
}
