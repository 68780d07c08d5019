using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Sluice.Host.Http;

/// <summary>Closes connections of an address that has too many already, before a byte of them is read.</summary>
internal sealed class AddressLimit(int most)
{
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, int> open = [];

    public ConnectionDelegate Limit(ConnectionDelegate next) => async connection =>
    {
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var address })   // a Unix socket, say
        {
            await next(connection);
            return;
        }
        if (!TryEnter(address))
        {
            connection.Abort();
            return;
        }
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(address);
        }
    };

    private bool TryEnter(IPAddress address)
    {
        lock (gate)
        {
            var count = open.GetValueOrDefault(address);
            if (count >= most) return false;
            open[address] = count + 1;
            return true;
        }
    }

    private void Leave(IPAddress address)
    {
        lock (gate)
        {
            if (open[address] == 1) open.Remove(address);
            else open[address]--;
        }
    }
}
