namespace Sluice.Reports.Model;

/// <summary>Where a billed value comes from. Billing tools and residents see the word.</summary>
public enum ReadingOrigin
{
    /// <summary>Read from the meter.</summary>
    Actual = 0,

    /// <summary>Calculated because the meter was not heard; replaced when an actual reading arrives.</summary>
    Estimated,

    /// <summary>Put in by a person instead of the meter's value.</summary>
    Substituted,

    /// <summary>Actual, but its validation is not finished.</summary>
    Provisional,
}
