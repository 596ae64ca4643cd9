//! Lives of replaced components, from the dates at which they were fitted and removed.

use super::Life;
use crate::{Timestamp, kpi::End};
use serde::{Deserialize, Serialize};

/// One component in one place of a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fitting {
    pub id: i64,
    /// `None`: not known.
    pub fitted: Option<Timestamp>,
    pub removed: End,
    /// Removed because it had failed.
    pub failed: bool,
}

/// How a fitting counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FittingFate {
    /// It ended with a failure.
    Failed,
    /// Taken out without a failure, or still there: it lasted at least so long.
    Censored,
    /// Left out: nobody knows when it was fitted.
    FittedUnknown,
    /// Left out: nobody knows when it was removed.
    RemovedUnknown,
    /// Left out: it was over before the records began, and those that lasted are the only ones that would be known.
    BeforeRecords,
    /// Left out: fitted after now, or removed before it was fitted.
    BadDates,
}

/// One fitting: its fate and the ages, in seconds, between which it was observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeRow {
    pub fitting: i64,
    pub fate: FittingFate,
    pub entry: i64,
    pub exit: i64,
}

/// Lives in whole seconds, with every fitting that made one or did not. Their sum is the time in service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lives {
    pub rows: Vec<LifeRow>,
    /// Seconds in service under observation.
    pub seconds: i64,
    pub failures: i64,
}

impl Lives {
    /// For [`super::weibull`], in seconds.
    pub fn to_fit(&self) -> Vec<Life> {
        let lived = self.rows.iter().filter(|row| row.exit > row.entry);
        lived
            .map(|row| Life {
                entry: row.entry as f64,
                exit: row.exit as f64,
                failed: row.fate == FittingFate::Failed,
            })
            .collect()
    }
}

/// The lives of fittings, seen from `records_from` (`None`: from the beginning) until `now`. A life that began before
/// the records enters at the age that it had then.
pub fn lives(fittings: &[Fitting], records_from: Option<Timestamp>, now: Timestamp) -> Lives {
    let mut sorted: Vec<&Fitting> = fittings.iter().collect();
    sorted.sort_unstable_by_key(|fitting| fitting.id);
    let mut out = Lives::default();
    for fitting in sorted {
        let row = life(fitting, records_from, now);
        // One that is left out has no time.
        out.seconds = out.seconds.saturating_add(row.exit - row.entry);
        out.failures += i64::from(row.fate == FittingFate::Failed);
        out.rows.push(row);
    }
    out
}

fn life(fitting: &Fitting, records_from: Option<Timestamp>, now: Timestamp) -> LifeRow {
    let left_out = |fate| LifeRow { fitting: fitting.id, fate, entry: 0, exit: 0 };
    let Some(fitted) = fitting.fitted else { return left_out(FittingFate::FittedUnknown) };
    let (end, failed) = match fitting.removed {
        End::Unknown => return left_out(FittingFate::RemovedUnknown),
        End::At(end) if end <= now => (end, fitting.failed),
        End::At(_) | End::Open => (now, false),
    };
    if end <= fitted {
        return left_out(FittingFate::BadDates);
    }
    let entry = records_from.map_or(0, |from| from.seconds_since(fitted).max(0));
    let exit = end.seconds_since(fitted);
    if exit <= entry {
        return left_out(FittingFate::BeforeRecords);
    }
    let fate = if failed { FittingFate::Failed } else { FittingFate::Censored };
    LifeRow { fitting: fitting.id, fate, entry, exit }
}
