using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Host.Identity.Issuer;
using Sluice.Host.Identity.People;
using Sluice.Metering.Storage;
using Sluice.Storage.Sqlite;
using Sluice.Storage.Sqlite.People;

namespace Sluice.Host.Identity;

/// <summary>A link for somebody locked out, made on the server's machine: whoever can write the data directory may have one.</summary>
public static class AdminLink
{
    /// <summary>Makes the link.</summary>
    /// <param name="directory">The data directory; a server may run on it.</param>
    /// <param name="mail">Whose account; null: the first super admin's.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The path and query to append to the server's address.</returns>
    /// <exception cref="ServerException">There is no such person or directory, or the database cannot be used.</exception>
    public static async Task<string> MakeAsync(string directory, string? mail, TimeProvider clock, CancellationToken ct)
    {
        var key = SigningKey.Open(DataDirectory.SigningKeyIn(directory), mayCreate: false);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock);
        services.AddIssuer(key, directory, new(), setClient: false);
        try
        {
            await using var provider = services.BuildServiceProvider();
            await using var scope = provider.CreateAsyncScope();
            return await FirstAdmin.LinkAsync(scope.ServiceProvider, mail, LinkPurpose.Reset, ct)
                ?? throw new ServerException($"Nobody has the mail address '{mail}'", isUsage: true);
        }
        catch (StorageException e)
        {
            throw new ServerException(e.Message, e);
        }
    }
}
