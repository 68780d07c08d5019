using Sluice.Metering.Webhooks;

namespace Sluice.Metering.Tests;

public sealed class WebhookRulesTests
{
    /// <summary>The example that the scheme itself prints in its specification's test suites.</summary>
    [Fact]
    public void Signs_as_the_scheme_prints_it() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSecret.Sign(Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), """{"test": 2432232314}"""));

    [Fact]
    public void Tries_for_more_than_a_day_and_then_no_more()
    {
        Assert.True(WebhookSchedule.Delays.Aggregate(TimeSpan.Zero, static (sum, delay) => sum + delay) > TimeSpan.FromDays(3));
        Assert.Null(WebhookSchedule.After(WebhookSchedule.Delays.Count + 1, 0, null));
        Assert.Equal(TimeSpan.FromSeconds(6), WebhookSchedule.After(1, 1, null));
    }

    [Fact]
    public void Waits_as_long_as_the_receiver_asks_within_reason()
    {
        Assert.Equal(TimeSpan.FromMinutes(2), WebhookSchedule.After(1, 0, TimeSpan.FromMinutes(2)));
        Assert.Equal(TimeSpan.FromSeconds(5), WebhookSchedule.After(1, 0, TimeSpan.FromSeconds(1)));
        Assert.Equal(WebhookSchedule.MaxRetryAfter, WebhookSchedule.After(1, 0, TimeSpan.FromDays(400)));
    }
}
