using System.CommandLine;
using Sluice.Cli.Keys;
using Sluice.Imports.Keys;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Receivers;
using Sluice.WMBus.Security;

namespace Sluice.Cli;

/// <summary>Options that several commands share: keys, reader, drivers, formats.</summary>
internal sealed class CommonOptions
{
    private readonly KeyFileOptions passwords = new();

    public Argument<string[]> Telegrams { get; } = new("TELEGRAM")
    {
        Description = "Telegrams in hexadecimal; none: standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string?> Key { get; } = new("--key") { Description = "One key for all telegrams, 32 hexadecimal digits. Others on this machine can see arguments: prefer --keys.", HelpName = "HEX" };

    public Option<string[]> Keys { get; } = new("--keys") { Description = "Key file: KEM, KEM2, CSV or Excel. May be given several times.", HelpName = "FILE", Arity = ArgumentArity.OneOrMore };

    public Option<string> Reader { get; } = new("--reader") { Description = "What the input is: " + string.Join(", ", ReceiverKinds.Names) + ".", HelpName = "KIND", DefaultValueFactory = _ => "auto" };

    public Option<string?> Drivers { get; } = new("--drivers") { Description = "Folder with your own meter drivers (JSON); they replace built-in ones.", HelpName = "DIR" };

    public Option<string?> Formats { get; } = new("--formats") { Description = "File that keeps the compact frame formats learned; made when it is not there.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        // A misspelt option would pass for a telegram, and the key behind it would be printed.
        Telegrams.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.StartsWith('-')) result.AddError($"There is no option '{token.Value.Split('=')[0]}'.");
                else if (string.IsNullOrWhiteSpace(token.Value)) result.AddError("A telegram is empty.");
            }
        });
        command.Arguments.Add(Telegrams);
        foreach (Option option in new Option[] { Reader, Key, Keys }) command.Options.Add(option);
        passwords.AddTo(command);
        command.Options.Add(Drivers);
        command.Options.Add(Formats);
    }

    /// <summary>Makes the decoder the options describe.</summary>
    /// <exception cref="UsageException">An option's value is wrong or a file cannot be read.</exception>
    public TelegramSetup Open(ParseResult parsed)
    {
        MeterKey? key = null;
        if (parsed.GetValue(Key) is { } hex)
        {
            var bytes = new byte[16];
            if (!MeterKey.TryParseHex(hex, bytes)) throw new UsageException("--key: a key is 32 hexadecimal digits.");
            key = new(null, bytes);
        }
        if (!ReceiverKinds.TryParse(parsed.GetValue(Reader), out var kind))
            throw new UsageException($"--reader: '{parsed.GetValue(Reader)}' is none of {string.Join(", ", ReceiverKinds.Names)}.");
        var ring = new KeyRing(LoadKeys(parsed));
        if (key is not null) ring.Add(key);
        var drivers = LoadDrivers(parsed.GetValue(Drivers));
        var formats = BuiltInDrivers.NewFormats(drivers);
        var formatsFile = parsed.GetValue(Formats);
        if (formatsFile is not null) LoadFormats(formats, formatsFile);
        return new(new(ring, formats, drivers), kind, formatsFile);
    }

    /// <summary>Loads the drivers, turning what can be wrong with a folder into a usage error.</summary>
    public static DriverCatalog LoadDrivers(string? folder)
    {
        try
        {
            return BuiltInDrivers.Load(folder);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--drivers: {e.Message}");
        }
    }

    private List<MeterKey> LoadKeys(ParseResult parsed)
    {
        var files = parsed.GetValue(Keys) ?? [];
        if (files.Length == 0) return [];
        var source = passwords.Source(parsed);
        var keys = new List<MeterKey>();
        foreach (var file in files)
        {
            if (!KeyFiles.TryRead(file, source, out var import, out var error)) throw new UsageException($"--keys: {error.Message}{KeyFileOptions.Advice(error)}");
            keys.AddRange(import.Keys.Select(static entry => entry.Key));
            var bad = import.Problems.Count(static p => !p.IsNotice);
            if (bad > 0) Console.Error.WriteLine($"sluice: --keys: {file}: {bad} {(bad == 1 ? "row has" : "rows have")} no usable key; 'sluice keys inspect' says why.");
            else if (import.Keys.IsEmpty) Console.Error.WriteLine($"sluice: --keys: {file}: there is no key in it.");
        }
        return keys;
    }

    private static void LoadFormats(FormatRegistry formats, string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            formats.Load(stream);
        }
        catch (FileNotFoundException)
        {
            // Made at the end.
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--formats: {file}: {e.Message}");
        }
    }
}
