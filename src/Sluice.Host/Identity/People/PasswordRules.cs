using Microsoft.AspNetCore.Identity;
using Sluice.Storage.Sqlite.People;

namespace Sluice.Host.Identity.People;

/// <summary>What a password must be: long. Kinds of characters are not asked for; they make people write passwords down.</summary>
internal sealed class PasswordRules : IPasswordValidator<PersonRow>
{
    /// <summary>The shortest.</summary>
    public const int MinLength = 12;

    /// <summary>The longest: hashing takes time with the length.</summary>
    public const int MaxLength = 200;

    public Task<IdentityResult> ValidateAsync(UserManager<PersonRow> manager, PersonRow user, string? password)
    {
        var name = user.Email?.Split('@')[0] ?? "";
        if (password?.Length > MaxLength) return Failed("PasswordTooLong", $"A password has at most {MaxLength} characters.");
        return name.Length >= 4 && password?.Contains(name, StringComparison.OrdinalIgnoreCase) == true
            ? Failed("PasswordHasName", "The password must not contain your mail address.")
            : Task.FromResult(IdentityResult.Success);
    }

    private static Task<IdentityResult> Failed(string code, string text) => Task.FromResult(IdentityResult.Failed(new IdentityError { Code = code, Description = text }));
}
