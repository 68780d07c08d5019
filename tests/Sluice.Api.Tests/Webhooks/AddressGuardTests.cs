using System.Net;
using System.Net.Http;
using Sluice.Host.Http;

namespace Sluice.Api.Tests.Webhooks;

public sealed class AddressGuardTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("192.0.0.192")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:1::")]
    [InlineData("2001:db8::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Nothing_goes_inside(string address) => Assert.False(new AddressGuard([]).Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("193.0.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450:4001::1")]
    public void The_internet_is_reached(string address) => Assert.True(new AddressGuard([]).Allows(IPAddress.Parse(address)));

    [Fact]
    public void A_network_can_be_allowed_by_name()
    {
        var guard = new AddressGuard([IPNetwork.Parse("10.0.0.0/24")]);
        Assert.True(guard.Allows(IPAddress.Parse("10.0.0.5")));
        Assert.True(guard.Allows(IPAddress.Parse("::ffff:10.0.0.5")));
        Assert.False(guard.Allows(IPAddress.Parse("10.0.1.5")));
    }

    [Fact]
    public async Task A_name_is_judged_by_where_it_leads_at_every_connection()
    {
        var asked = 0;
        // Rebinding: the first look-up, when the address is set, says something else than the one when connecting.
        using var http = Client(new([IPNetwork.Parse("203.0.113.0/24")], (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(asked++ == 0 ? "10.0.0.5" : "127.0.0.1")])));
        for (var i = 1; i <= 2; i++)
        {
            var e = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("http://rebinding.example/", Cancel));
            Assert.IsType<AddressRefusedException>(e.InnerException);
            Assert.Equal(i, asked);
        }
    }

    [Fact]
    public async Task Of_several_addresses_only_allowed_ones_are_tried()
    {
        await using var receiver = await Receiver.StartAsync();
        using var http = Client(new([IPNetwork.Parse("127.0.0.1/32")], static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.255.255.1"), IPAddress.Loopback])));
        using var answer = await http.GetAsync(new UriBuilder(receiver.Address) { Host = "two.example" }.Uri, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private static HttpClient Client(AddressGuard guard) => new(new SocketsHttpHandler { ConnectCallback = guard.ConnectAsync, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
}
