using Sluice.Storage.Aws.Cost;

namespace Sluice.Infra.Tests;

/// <summary>The fixed parts of the cost model are those of the templates.</summary>
public class CostPartsTests(Templates templates)
{
    [Fact]
    public void The_bill_has_what_the_templates_have()
    {
        Assert.Equal(FixedParts.Alarms, templates.Of("AWS::CloudWatch::Alarm").Count);
        Assert.True(templates.Of("AWS::CloudWatch::Dashboard").Count == FixedParts.Dashboards);
        Assert.Equal(FixedParts.Keys, templates.Of("AWS::KMS::Key").Count);
        Assert.True(templates.Of("AWS::WAFv2::WebACL").Count == FixedParts.WebAcls);
        Assert.Equal(FixedParts.WebAclRules, templates.Of("AWS::WAFv2::WebACL")[0]["Rules"]!.AsArray().Count);
    }
}
