using System.Text;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Formats;

namespace Sluice.Fuzz.Targets;

/// <summary>Files of learned formats: read, or refused with a <see cref="FormatException"/>; what was read can be written and read again.</summary>
internal sealed class FormatsTarget : FuzzTarget
{
    public FormatsTarget()
    {
        using var stream = new MemoryStream();
        BuiltInDrivers.NewFormats(Invented.Drivers).Save(stream);
        Seeds = [stream.ToArray(), .. new[] { "{\"formats\":[]}", "{\"formats\":[{\"signature\":\"EB61\",\"headers\":\"02FF20\"}]}" }.Select(Encoding.UTF8.GetBytes)];
    }

    public override string Name => "formats";

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override int LongestInput => 4000;

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[] { "null", "[]", "{}", "\"formats\":", "\"headers\":", "\"signature\":", "\"\"", "1", "[[[[", "\"\\ud800\"", "\"zz\"", "\"0\"", "\uFEFF" }.Select(Encoding.UTF8.GetBytes), .. Invented.RecordWords.Select(static w => Encoding.ASCII.GetBytes(Convert.ToHexString(w)))];

    public override int Run(ReadOnlySpan<byte> input)
    {
        var formats = new FormatRegistry();
        try
        {
            formats.Load(new MemoryStream(input.ToArray()));
        }
        catch (FormatException e)
        {
            return BehaviourOf(e);
        }
        using var saved = new MemoryStream();
        formats.Save(saved);
        saved.Position = 0;
        var again = new FormatRegistry();
        again.Load(saved);
        Require(again.Count == formats.Count, "what was saved loads again");
        return formats.Count;
    }
}
