using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using static Sluice.Reports.Xlsx.Styles;

namespace Sluice.Reports.Xlsx;

/// <summary>Conditional formats: they follow the cells when people correct or sort them.</summary>
internal sealed class Conditions
{
    private int priority;

    /// <summary>Marks the cells of a column for which a formula holds.</summary>
    /// <param name="area">The cells, for example <c>H2:H100</c>.</param>
    /// <param name="rules">Formulas as seen from the first cell, strongest first.</param>
    public ConditionalFormatting When(string area, params (string Formula, Mark Mark)[] rules)
    {
        var format = new ConditionalFormatting { SequenceOfReferences = new ListValue<StringValue> { InnerText = area } };
        foreach (var (formula, mark) in rules)
        {
            format.Append(new ConditionalFormattingRule(new Formula(formula)) { Type = ConditionalFormatValues.Expression, Priority = ++priority, FormatId = (uint)mark });
        }
        return format;
    }

    /// <summary>Bars in the cells, as long as their values.</summary>
    public ConditionalFormatting Bars(string area, string color) =>
        new(new ConditionalFormattingRule(new DataBar(
            new ConditionalFormatValueObject { Type = ConditionalFormatValueObjectValues.Number, Val = "0" },
            new ConditionalFormatValueObject { Type = ConditionalFormatValueObjectValues.Max },
            new Color { Rgb = "FF" + color }))
        { Type = ConditionalFormatValues.DataBar, Priority = ++priority })
        { SequenceOfReferences = new ListValue<StringValue> { InnerText = area } };

    /// <summary>The words of quality.</summary>
    public ConditionalFormatting Quality(string column, int last) => When(
        $"{column}2:{column}{last}",
        ($"{column}2=\"POOR\"", Mark.Alert), ($"{column}2=\"MISSING\"", Mark.Missing), ($"{column}2=\"FAIR\"", Mark.Warn), ($"{column}2=\"GOOD\"", Mark.Good));
}
