//! Stock: thresholds, proposals, valuation, counts, looking ahead and forecasts.
