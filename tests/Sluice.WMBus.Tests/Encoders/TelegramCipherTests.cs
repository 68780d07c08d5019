using Sluice.WMBus.Encoders;

namespace Sluice.WMBus.Tests.Encoders;

/// <summary>Published vectors: NIST SP 800-38A (CTR, CBC), RFC 4493 (CMAC).</summary>
public class TelegramCipherTests
{
    private const string NistPlain =
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";

    private static TelegramCipher Nist() => new(Convert.FromHexString("2b7e151628aed2a6abf7158809cf4f3c"));

    [Fact]
    public void Counter_mode_gives_the_result_of_SP_800_38A_F_5_1()
    {
        using var cipher = Nist();
        var data = Convert.FromHexString(NistPlain);
        cipher.EncryptCounterMode(Convert.FromHexString("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"), data);
        Assert.Equal(
            "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee",
            Convert.ToHexStringLower(data));
    }

    [Fact]
    public void Chaining_gives_the_result_of_SP_800_38A_F_2_1()
    {
        using var cipher = Nist();
        var data = Convert.FromHexString(NistPlain);
        cipher.EncryptChained(Convert.FromHexString("000102030405060708090a0b0c0d0e0f"), data);
        Assert.Equal(
            "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b273bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7",
            Convert.ToHexStringLower(data));
    }

    [Theory]
    [InlineData(0, "bb1d6929e95937287fa37d129b756746")]
    [InlineData(16, "070a16b46b4d4144f79bdd9dd04a287c")]
    [InlineData(40, "dfa66747de9ae63030ca32611497c827")]
    [InlineData(64, "51f0bebf7e3b9d92fc49741779363cfe")]
    public void Mac_gives_the_results_of_RFC_4493(int length, string expected)
    {
        using var cipher = Nist();
        var mac = new byte[16];
        cipher.ComputeMac(Convert.FromHexString(NistPlain).AsSpan(0, length), mac);
        Assert.Equal(expected, Convert.ToHexStringLower(mac));
    }

    [Fact]
    public void A_key_of_another_length_is_refused_with_both_lengths() =>
        Assert.Contains("16 bytes; this one has 8", Assert.Throws<ArgumentException>(() => new TelegramCipher(new byte[8])).Message, StringComparison.Ordinal);
}
