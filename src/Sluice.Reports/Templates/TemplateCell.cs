using System.Globalization;
using System.Text;
using System.Xml;
using Sluice.Reports.Cells;
using Sluice.Reports.Xlsx;

namespace Sluice.Reports.Templates;

/// <summary>Writes a value into a template's cell; the cell keeps its format.</summary>
internal sealed class TemplateCell(XmlWriter xml, TimeZoneInfo zone) : ICellSink
{
    private StringBuilder? collected;
    private string reference = "";
    private string? style;

    /// <summary>The next value goes into this cell.</summary>
    public void At(string cell, string? cellStyle) => (reference, style) = (cell, cellStyle);

    /// <summary>From here on values are collected as text, until <see cref="EndText"/>.</summary>
    public StringBuilder StartText() => collected = new();

    public void EndText()
    {
        var text = collected!.ToString();
        collected = null;
        Text(text);
    }

    public void Text(string? value)
    {
        if (collected is not null) collected.Append(value);
        else if (string.IsNullOrEmpty(value)) Write("", null);
        else Write(SheetText.Escape(SheetText.Cut(value).ToString()), "inlineStr");
    }

    public void Number(decimal? value) => Plain(value?.ToString(CultureInfo.InvariantCulture));

    public void Integer(long? value) => Plain(value?.ToString(CultureInfo.InvariantCulture));

    public void Instant(DateTimeOffset? value)
    {
        var local = value is { } at ? TimeZoneInfo.ConvertTime(at, zone).DateTime : (DateTime?)null;
        if (collected is not null) collected.Append(local?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        else Plain(local is { } time ? Serial.Of(time).ToString("R", CultureInfo.InvariantCulture) : null);
    }

    public void Date(DateOnly? value)
    {
        if (collected is not null) collected.Append(value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        else Plain(value is { } day ? Serial.Of(day.ToDateTime(TimeOnly.MinValue)).ToString("R", CultureInfo.InvariantCulture) : null);
    }

    public void Flag(bool value) => Text(value ? "yes" : null);

    /// <summary>A formula; what it comes to is worked out when the file is opened.</summary>
    public void Formula(string formula)
    {
        Start(null);
        xml.WriteElementString("f", Ooxml.Main.NamespaceName, formula);
        xml.WriteEndElement();
    }

    private void Plain(string? number)
    {
        if (collected is not null) collected.Append(number);
        else Write(number ?? "", number is null ? null : "n");
    }

    private void Write(string value, string? type)
    {
        Start(type);
        if (type == "n")
        {
            xml.WriteElementString("v", Ooxml.Main.NamespaceName, value);
        }
        else if (type is not null)
        {
            xml.WriteStartElement("is", Ooxml.Main.NamespaceName);
            xml.WriteStartElement("t", Ooxml.Main.NamespaceName);
            xml.WriteAttributeString("xml", "space", null, "preserve");
            xml.WriteString(value);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private void Start(string? type)
    {
        xml.WriteStartElement("c", Ooxml.Main.NamespaceName);
        xml.WriteAttributeString("r", reference);
        if (style is not null) xml.WriteAttributeString("s", style);
        if (type is not null && type != "n") xml.WriteAttributeString("t", type);
    }
}
