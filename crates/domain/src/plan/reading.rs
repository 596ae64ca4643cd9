//! Judging a reading among its neighbours in time, so that one entered late is possible and a wrong one is not.

use super::{
    history::{History, RowState},
    meter::{Meter, Reading, Replacement, Total},
    nominal::Nominal,
};
use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// A jump is more than so many times what was seen before, in units as well as in units per day.
const JUMP: i128 = 10;

/// Why a reading is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "refused", rename_all = "snake_case")]
pub enum Refused {
    Negative,
    /// There is a reading of that instant.
    Twice {
        value: i64,
    },
    /// Less than the reading before it.
    Backwards {
        before: Total,
    },
    /// More than the reading after it.
    AboveNext {
        next: Total,
    },
    /// `more` units than the last; the highest between two readings was `highest`.
    Jump {
        more: i64,
        highest: i64,
    },
    /// More than the meter can do in that time.
    TooFast {
        more: i64,
        most: i64,
    },
    /// Taking it all the same needs a reason.
    NoReason,
}

/// How a reading is taken that would be refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Force {
    /// The meter was changed: what the old one showed last, and the new one first.
    Replacement {
        last_of_old: i64,
        first_of_new: i64,
    },
    Reason(String),
}

/// A reading that is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub reading: Reading,
    /// The meter began a new turn.
    pub rolled_over: bool,
    pub replacement: Option<Replacement>,
    /// The refusal that it would have had.
    pub despite: Option<Refused>,
}

impl Meter {
    /// The reading as it would be stored, or why it is refused.
    pub fn judge(&self, at: Timestamp, value: i64) -> Result<Taken, Refused> {
        if value < 0 {
            return Err(Refused::Negative);
        }
        if let Some(same) = self.readings.iter().find(|r| r.at == at && !r.withdrawn) {
            return Err(Refused::Twice { value: same.value });
        }
        let shown_before = self.shown_before(at);
        let rolled_over = self.rollover.is_some() && shown_before.is_some_and(|shown| value < shown);
        let known = self.totals();
        let mut with = self.clone();
        with.readings.push(Reading::new(at, value));
        let all = with.totals();
        // A replacement at the same instant comes before the reading.
        let place = all.partition_point(|total| total.at <= at) - 1;
        let own = all[place];
        let before = place.checked_sub(1).and_then(|place| all.get(place)).copied();
        let next = all.get(place + 1).copied();
        if let Some(before) = before {
            if own.total < before.total {
                return Err(Refused::Backwards { before });
            }
            let more = own.total.saturating_sub(before.total);
            // A new turn of more than half a turn is rather a wrong digit.
            if rolled_over && self.rollover.is_some_and(|turn| more > turn / 2) {
                return Err(Refused::Backwards { before });
            }
            let seconds = own.at.seconds_since(before.at).max(1);
            self.plausible(&known, more, seconds)?;
        }
        if let Some(next) = next
            && own.total > next.total
        {
            return Err(Refused::AboveNext { next });
        }
        // A late entry must leave the later totals as they are: a smaller value may not look like a new turn.
        if let (Some(before), Some(next), Some(was)) = (before, next, known.get(place))
            && next.total != was.total
        {
            let backwards = own.total.saturating_sub(before.total) > was.total.saturating_sub(before.total);
            return Err(if backwards {
                Refused::Backwards { before }
            } else {
                Refused::AboveNext { next: *was }
            });
        }
        Ok(Taken { reading: Reading::new(at, value), rolled_over, replacement: None, despite: None })
    }

    /// The same with a way out: as a replacement of the meter, or with a reason. Both are kept with the reading.
    pub fn force(&self, at: Timestamp, value: i64, force: &Force) -> Result<Taken, Refused> {
        let despite = match self.judge(at, value) {
            Ok(taken) => return Ok(taken),
            Err(refused @ (Refused::Negative | Refused::Twice { .. })) => return Err(refused),
            Err(refused) => refused,
        };
        match force {
            Force::Reason(reason) if reason.trim().is_empty() => Err(Refused::NoReason),
            Force::Reason(reason) => {
                let reading =
                    Reading { forced_because: Some(reason.trim().into()), ..Reading::new(at, value) };
                Ok(Taken { reading, rolled_over: false, replacement: None, despite: Some(despite) })
            }
            Force::Replacement { last_of_old, first_of_new } => {
                let change = Replacement { at, last_of_old: *last_of_old, first_of_new: *first_of_new };
                let mut with = self.clone();
                with.replacements.push(change);
                let mut taken = with.judge(at, value)?;
                taken.replacement = Some(change);
                taken.despite = Some(despite);
                Ok(taken)
            }
        }
    }

    fn plausible(&self, known: &[Total], more: i64, seconds: i64) -> Result<(), Refused> {
        if let Some(most) = self.most_per_day {
            let allowed = (i128::from(most) * i128::from(seconds) + 86_399).div_euclid(86_400);
            let most = i64::try_from(allowed).unwrap_or(i64::MAX);
            if more > most {
                return Err(Refused::TooFast { more, most });
            }
        }
        let pairs = || {
            known.windows(2).map(|pair| {
                (pair[1].total.saturating_sub(pair[0].total), pair[1].at.seconds_since(pair[0].at).max(1))
            })
        };
        let Some(highest) = pairs().map(|(gained, _)| gained).max().filter(|highest| *highest > 0) else {
            return Ok(());
        };
        let fast = |(gained, took): (i64, i64)| {
            i128::from(more) * i128::from(took) <= JUMP * i128::from(gained) * i128::from(seconds)
        };
        if i128::from(more) > JUMP * i128::from(highest) && !pairs().any(fast) {
            return Err(Refused::Jump { more, highest });
        }
        Ok(())
    }

    fn shown_before(&self, at: Timestamp) -> Option<i64> {
        let readings = self.readings.iter().filter(|r| !r.withdrawn && r.at < at).map(|r| (r.at, r.value));
        let changes = self.replacements.iter().filter(|c| c.at <= at).map(|c| (c.at, c.first_of_new));
        readings.chain(changes).max_by_key(|(at, _)| *at).map(|(_, value)| value)
    }
}

/// Released work that rests on a reading that was withdrawn since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfounded {
    pub nominal: Nominal,
    pub reading_at: Timestamp,
    /// Nobody has touched it: taking it back is proposed.
    pub can_be_withdrawn: bool,
}

impl History {
    /// Work that was released by a reading that was withdrawn. It is never taken back by itself.
    pub fn unfounded(&self) -> Vec<Unfounded> {
        let open = self.rows.iter().filter(|row| row.is_open());
        open.filter_map(|row| {
            let reading_at = row.released_by?;
            // The corrected reading may bear the same instant.
            let mut at_that_time = self.meter.readings.iter().filter(|r| r.at == reading_at);
            let was_withdrawn = at_that_time.clone().any(|r| r.withdrawn);
            let still_reached = at_that_time
                .any(|r| !r.withdrawn && row.nominal.counter().is_some_and(|value| r.value >= value));
            let can_be_withdrawn = row.state == RowState::Open;
            let unfounded = Unfounded { nominal: row.nominal, reading_at, can_be_withdrawn };
            (was_withdrawn && !still_reached).then_some(unfounded)
        })
        .collect()
    }
}
