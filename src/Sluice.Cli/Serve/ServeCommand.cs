using System.CommandLine;
using System.Runtime.InteropServices;
using Sluice.Cli.Keys;
using Sluice.Host;
using Sluice.Imports.Keys;
using Sluice.WMBus.Security;

namespace Sluice.Cli.Serve;

/// <summary><c>sluice serve</c>: the server on embedded storage.</summary>
public static class ServeCommand
{
    private const int Failed = 1;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Directory that holds everything; made if needed.", HelpName = "DIR", DefaultValueFactory = static _ => "./data" };
        var urls = new Option<string[]>("--urls")
        {
            Description = "Addresses to listen at. Port 0 takes a free one.",
            HelpName = "URL",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = static _ => ["http://127.0.0.1:8080"],
        };
        var demo = new Option<bool>("--demo") { Description = "Put a simulated society of 240 meters on air." };
        var keys = new Option<string[]>("--keys")
        {
            Description = "Key file (KEM, KEM2, CSV, Excel) whose keys are kept, encrypted, in the data directory; needed once.",
            HelpName = "FILE",
        };
        var drivers = new Option<string?>("--drivers") { Description = "Folder with your own meter drivers.", HelpName = "DIR" };
        var who = new PeopleArguments();
        var passwords = new KeyFileOptions();
        var operation = new OperationOptions();
        var objects = new ObjectOptions();
        var rates = new RateOptions();
        var mqtt = new MqttArguments();
        var webhooks = new WebhookArguments();
        var command = new Command("serve", """
            Runs the server: takes telegrams in, keeps them and their readings, shows them on a page.

            Examples:
              sluice serve --demo                                  a simulated society; see http://127.0.0.1:8080
              sluice serve --data /var/lib/sluice --keys keys.kem  real meters; send telegrams to POST /api/telegrams
              sluice serve --mqtt-port 1883                        gateways of this machine by MQTT; see docs/gateways.md
              sluice serve --urls https://0.0.0.0:443 --certificate cert.pem --public-url https://meters.example.org
            """) { data, urls, demo, keys, drivers };
        passwords.AddTo(command);
        who.AddTo(command);
        mqtt.AddTo(command);
        operation.AddTo(command);
        webhooks.AddTo(command);
        objects.AddTo(command);
        rates.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            if (!TryReadKeys(parsed.GetValue(keys) ?? [], passwords, parsed, out var read)) return Failed;
            return await RunAsync(rates.Apply(webhooks.Set(objects.Set(operation.Apply(mqtt.Apply(who.Set(new()
            {
                Data = parsed.GetValue(data)!,
                Urls = parsed.GetValue(urls)!,
                Demo = parsed.GetValue(demo),
                Keys = read,
                Drivers = parsed.GetValue(drivers),
            }, parsed), parsed), parsed), parsed), parsed), parsed), ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(ServerOptions options, CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;   // we end by ourselves, in order
            ending.Cancel();
        }
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        try
        {
            await using var server = await SluiceServer.CreateAsync(options, TimeProvider.System, ending.Token);
            await server.StartAsync(ending.Token);
            Say(server, options);
            await server.WaitAsync(ending.Token);
            await Console.Error.WriteLineAsync("sluice: stopped; everything acknowledged is stored.");
            return 0;
        }
        catch (ServerException e)
        {
            await Console.Error.WriteLineAsync($"sluice: {e.Message}");
            return e.IsUsage ? Program.UsageError : Failed;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static void Say(SluiceServer server, ServerOptions options)
    {
        foreach (var url in server.Urls) Console.WriteLine($"Sluice listens at {url}");
        foreach (var address in server.MqttAddresses) Console.WriteLine($"  mqtt       {address}");
        Console.WriteLine($"  data       {server.Data}");
        Console.WriteLine($"  keys       {server.Keys}");
        if (server.Registered > 0) Console.WriteLine($"  registered {server.Registered} meters of the key files in the society 'default'");
        foreach (var serial in server.Refused) Console.Error.WriteLine($"sluice: the key of {serial} does not open its archived telegrams; it was not kept.");
        if (server.Backlog > 0) Console.WriteLine($"  backlog    {server.Backlog} telegrams of last time handled");
        var first = server.Urls.First();
        Console.WriteLine(options.Demo
            ? $"  see        {first}/ (a simulated society of {options.DemoMeters} meters is on air)"
            : $"  see        {first}/");
        if (server.FirstLogin is { } link)
        {
            var start = options.People.PublicUrl?.ToString() ?? $"{first.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "[::1]", StringComparison.Ordinal)}/";
            Console.WriteLine(options.Demo ? $"  log in     {start}{link}" : $"  first admin  {start}{link}");
            Console.WriteLine(options.Demo ? "             (good once, for a day; the next start prints a new one)" : "             (sets the password of admin@sluice.local; good once, for a day; a restart prints a new one)");
        }
        Console.WriteLine($"  send       curl -H \"Authorization: Bearer $(sluice token --data {server.Data} --role SuperAdmin)\" --data-binary @capture.bin '{first}/api/telegrams'");
        Console.WriteLine("  stop       Ctrl-C");
    }

    private static bool TryReadKeys(string[] files, KeyFileOptions passwords, ParseResult parsed, out List<MeterKey> keys)
    {
        keys = [];
        foreach (var file in files)
        {
            if (!KeyFiles.TryRead(file, passwords.Source(parsed), out var import, out var error))
            {
                Console.Error.WriteLine($"sluice: {error.Message}{KeyFileOptions.Advice(error)}");
                return false;
            }
            foreach (var problem in import.Problems.Where(static p => !p.IsNotice))
                Console.Error.WriteLine($"sluice: {file}, row {problem.Position}: {problem.Message}");
            keys.AddRange(import.Keys.Select(static k => k.Key));
        }
        return true;
    }
}
