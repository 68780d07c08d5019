using System.Net;
using Sluice.Host.Http;
using Sluice.Metering.Webhooks;

namespace Sluice.Host.Webhooks;

/// <summary>What may be addressed, and the dispatcher's bell.</summary>
internal sealed class WebhookOutlet(WebhookOptions options, AddressGuard guard, WebhookDispatcher dispatcher) : IWebhookOutlet
{
    public bool AllowsHttp => options.AllowHttp;

    public bool MayReach(Uri url) => !IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) || guard.Allows(address);

    public void Wake() => dispatcher.Wake();
}
