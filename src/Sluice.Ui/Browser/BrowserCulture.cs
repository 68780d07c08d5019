using System.Globalization;
using Microsoft.JSInterop;

namespace Sluice.Ui.Browser;

/// <summary>Makes .NET write numbers and dates as the browser's locale does. The app carries no culture data of its own (ADR 0021).</summary>
public static class BrowserCulture
{
    /// <summary>The languages texts exist in.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "hi"];

    /// <summary>Sets the cultures of the whole app; before the first page is drawn.</summary>
    /// <param name="js">The page.</param>
    /// <param name="language">The chosen language; null: the browser's, if texts exist in it.</param>
    public static async Task ApplyAsync(IJSRuntime js, string? language)
    {
        var locale = (await new BrowserModule(js, "culture").CallJsonAsync(UiJson.Default.BrowserLocale, "culture", language))!;
        var spoken = locale.Locale.Split('-')[0];
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = locale.ToCulture();
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = new(Languages.Contains(spoken) ? spoken : Languages[0]);
    }
}

/// <summary>What the browser says of its locale.</summary>
public sealed record BrowserLocale
{
    /// <summary>BCP 47.</summary>
    public required string Locale { get; init; }

    /// <summary>Between units and tenths.</summary>
    public required string Decimal { get; init; }

    /// <summary>Between groups of digits; empty: none.</summary>
    public required string Group { get; init; }

    /// <summary>Digits of the last group and of those before it: 3,3 or, in India, 3,2.</summary>
    public required int[] Groups { get; init; }

    /// <summary>From January.</summary>
    public required string[] Months { get; init; }

    /// <summary>From January.</summary>
    public required string[] ShortMonths { get; init; }

    /// <summary>From Sunday.</summary>
    public required string[] Days { get; init; }

    /// <summary>From Sunday.</summary>
    public required string[] ShortDays { get; init; }

    /// <summary>As .NET writes patterns.</summary>
    public required string ShortDate { get; init; }

    /// <summary>As .NET writes patterns.</summary>
    public required string LongDate { get; init; }

    /// <summary>As .NET writes patterns.</summary>
    public required string ShortTime { get; init; }

    /// <summary>As .NET writes patterns.</summary>
    public required string LongTime { get; init; }

    /// <summary>Before noon.</summary>
    public required string Am { get; init; }

    /// <summary>After noon.</summary>
    public required string Pm { get; init; }

    /// <summary>0 is Sunday.</summary>
    public required int FirstDay { get; init; }

    /// <summary>The same for .NET.</summary>
    public CultureInfo ToCulture()
    {
        var culture = new CultureInfo(Locale);
        var (numbers, dates) = (culture.NumberFormat, culture.DateTimeFormat);
        (numbers.NumberDecimalSeparator, numbers.NumberGroupSeparator, numbers.NumberGroupSizes) = (Decimal, Group, Groups);
        (numbers.PercentDecimalSeparator, numbers.PercentGroupSeparator, numbers.PercentGroupSizes) = (Decimal, Group, Groups);
        (dates.MonthNames, dates.AbbreviatedMonthNames) = ([.. Months, ""], [.. ShortMonths, ""]);
        (dates.MonthGenitiveNames, dates.AbbreviatedMonthGenitiveNames) = (dates.MonthNames, dates.AbbreviatedMonthNames);
        (dates.DayNames, dates.AbbreviatedDayNames, dates.FirstDayOfWeek) = (Days, ShortDays, (DayOfWeek)FirstDay);
        (dates.ShortDatePattern, dates.LongDatePattern, dates.ShortTimePattern, dates.LongTimePattern) = (ShortDate, LongDate, ShortTime, LongTime);
        (dates.AMDesignator, dates.PMDesignator) = (Am, Pm);
        return culture;
    }
}
