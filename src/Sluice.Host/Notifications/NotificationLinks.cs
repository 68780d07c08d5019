using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;

namespace Sluice.Host.Notifications;

/// <summary>Addresses in what people are told: of this server, and to be told no more.</summary>
internal sealed class NotificationLinks(PeopleOptions options, IServer server, IDataProtectionProvider protection)
{
    /// <summary>Every type.</summary>
    public const string All = "*";

    private readonly IDataProtector protector = protection.CreateProtector("sluice.unsubscribe");

    /// <summary>An address of this server.</summary>
    public Uri Of(string pathAndQuery) => new(options.PublicUrl ?? new Uri(server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost/"), pathAndQuery);

    /// <summary>The address that ends a type of news for somebody. It is sealed: nobody makes one for somebody else, and it says nothing to who sees it.</summary>
    public Uri Unsubscribe(string subject, SocietyId? society, string type) => Of($"account/unsubscribe?token={protector.Protect($"{subject}\n{society?.Text}\n{type}")}");

    /// <summary>What such an address is about.</summary>
    public bool TryRead(string? token, out string subject, out SocietyId? society, out string type)
    {
        (subject, society, type) = ("", null, "");
        try
        {
            if (token is not { Length: > 0 and < 2_000 } || protector.Unprotect(token).Split('\n') is not [var who, var where, var what]) return false;
            (subject, society, type) = (who, where.Length == 0 ? null : SocietyId.Parse(where), what);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
