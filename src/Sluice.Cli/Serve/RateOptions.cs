using System.CommandLine;
using Sluice.Host;

namespace Sluice.Cli.Serve;

/// <summary>Options of <c>sluice serve</c> about who may ask how often.</summary>
internal sealed class RateOptions
{
    private const int Most = 1_000_000;

    private readonly Option<int> address = Make("--rate-address", "Requests a second of one address, over time; five times as many at once. 0: no limit.", 2_000);
    private readonly Option<int> society = Make("--rate-society", "Requests a second about one society, over time; five times as many at once. 0: no limit.", 2_000);
    private readonly Option<int> logins = Make("--rate-logins", "Passwords, codes and links one address may try a minute. 0: no limit.", 30);

    public void AddTo(Command command)
    {
        foreach (var option in new[] { address, society, logins }) command.Add(option);
    }

    /// <summary>The options with what was said.</summary>
    /// <exception cref="UsageException">One cannot be used.</exception>
    public ServerOptions Apply(ServerOptions options, ParseResult parsed)
    {
        int Get(Option<int> option) => parsed.GetValue(option) is var number and >= 0 and <= Most ? number : throw new UsageException($"{option.Name} is a number from 0 to {Most}.");
        return options with
        {
            RateLimits = new() { AddressPerSecond = Get(address), AddressBurst = 5 * Get(address), SocietyPerSecond = Get(society), SocietyBurst = 5 * Get(society), LoginsPerMinute = Get(logins) },
        };
    }

    private static Option<int> Make(string name, string description, int common) => new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => common };
}
