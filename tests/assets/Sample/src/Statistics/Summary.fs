namespace Sample.Statistics

/// Numbers that say something of many amounts.
module Summary =

    /// The middle amount, or the mean of the two in the middle; 0 where there is none.
    let Median (amounts: decimal seq) =
        let sorted = amounts |> Seq.sort |> Seq.toArray

        match sorted.Length with
        | 0 -> 0m
        | n when n % 2 = 1 -> sorted[n / 2]
        | n -> (sorted[n / 2 - 1] + sorted[n / 2]) / 2m

    /// What part of a whole an amount is, in per cent.
    let Share (part: decimal) (whole: decimal) =
        if whole = 0m then 0m else System.Math.Round(100m * part / whole, 1)
