using System.Text;

namespace Sluice.Cli.Keys;

/// <summary>Asks a person for a password, without echo.</summary>
internal static class PasswordPrompt
{
    private const int MaxLength = 256;

    /// <summary>Asks on standard error; null when standard input is not a terminal, nothing is entered, or Escape is pressed.</summary>
    public static string? Ask(string file)
    {
        if (Console.IsInputRedirected) return null;
        Console.Error.Write($"Password for {file}: ");
        var password = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    Console.Error.WriteLine();
                    return password.Length > 0 ? password.ToString() : null;
                case ConsoleKey.Escape:
                    Console.Error.WriteLine();
                    return null;
                case ConsoleKey.Backspace:
                    if (password.Length > 0) password.Length--;
                    break;
                default:
                    if (!char.IsControl(key.KeyChar) && password.Length < MaxLength) password.Append(key.KeyChar);
                    break;
            }
        }
    }
}
