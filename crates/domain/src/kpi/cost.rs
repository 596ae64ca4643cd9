//! Money: what maintenance cost, and against what the machines are worth.

use super::{Absent, Answer, Beside, Cost, CostKind, EventId, Evidence, Kpi, Note, Row, Scope, Value};

/// Seconds of a year of 365 days.
const YEAR: i64 = 365 * 86_400;
/// Below so many seconds an annualised cost says little: 90 days.
const SHORT: i64 = 90 * 86_400;

/// What was spent, with one row for each cost.
pub(super) struct Spent {
    rows: Evidence,
    sum: i64,
    split: [(Beside, i64); 3],
    /// Why the sum cannot be given.
    reason: Option<Absent>,
}

impl Scope<'_> {
    /// Costs of the scope and of everything below it that fall into the window, until now. A window is not clipped to
    /// service life: what is bought for a machine that is not yet there, or no longer, is paid all the same.
    pub(super) fn costs(&self) -> impl Iterator<Item = &Cost> {
        self.below().flat_map(|(place, item)| {
            let asked = self.asked_of(item);
            let costs = &self.book.plant.costs[self.book.ledger.costs[place].clone()];
            costs.iter().filter(move |cost| asked.is_some_and(|asked| asked.contains(cost.at)))
        })
    }

    /// Parts, labour and external costs. Two currencies are not added.
    pub fn cost(&self) -> Answer {
        let Spent { rows, sum, split, reason } = self.spent();
        let answer = Answer::ratio(Kpi::Cost, *sum, 1, Absent::EmptyWindow);
        let answer = match reason {
            Some(reason) => answer.absent(*reason),
            None => answer.with_beside(split),
        };
        self.sign_unclipped(answer.with_evidence(rows.clone()))
    }

    /// Cost of a year of 365 days at the pace of the window, over the replacement value of the items.
    pub fn cost_per_replacement_value(&self) -> Answer {
        let Spent { rows, sum, reason, .. } = self.spent();
        let kpi = Kpi::CostPerReplacementValue;
        // Value and time of each item: a roll-up sums their products, so that an item counts for as long as it was asked.
        let mut worth = Some(0_i64);
        let (mut seconds, mut without) = (0_i64, None);
        for part in &self.parts {
            let asked = part.asked.map_or(0, crate::span::Span::seconds);
            seconds = seconds.max(asked);
            let value = part.item.replacement_minor.filter(|value| *value > 0);
            without = without.or(value.is_none().then_some(part.item.id));
            let product = value.unwrap_or(0).checked_mul(asked);
            worth = worth.zip(product).and_then(|(sum, product)| sum.checked_add(product));
        }
        let whole = sum.checked_mul(YEAR).zip(worth);
        let (numerator, denominator) = whole.unwrap_or_default();
        let mut answer = Answer::ratio(kpi, numerator, denominator, Absent::EmptyWindow);
        let missing = without.map(Absent::NoReplacementValue).or(whole.is_none().then_some(Absent::TooLarge));
        if let Some(reason) = (*reason).or(missing) {
            answer = answer.absent(reason);
        }
        if seconds < SHORT {
            answer.notes.push(Note::ShortWindow);
        }
        self.sign_unclipped(answer.with_evidence(rows.clone()))
    }

    fn spent(&self) -> &Spent {
        self.spent.get_or_init(|| self.add_up())
    }

    fn add_up(&self) -> Spent {
        let (mut rows, mut split, mut currency, mut reason) = (vec![], [0_i64; 3], None, None);
        for cost in self.costs() {
            rows.push(Row::counted(EventId::Cost(cost.id), cost.item, cost.minor));
            if *currency.get_or_insert(&cost.currency) != &cost.currency {
                reason = Some(Absent::SeveralCurrencies);
            }
            let kind = match cost.kind {
                CostKind::Parts => &mut split[0],
                CostKind::Labour => &mut split[1],
                CostKind::External => &mut split[2],
            };
            match kind.checked_add(cost.minor) {
                Some(sum) => *kind = sum,
                None => reason = reason.or(Some(Absent::TooLarge)),
            }
        }
        let sum = split[0].checked_add(split[1]).and_then(|sum| sum.checked_add(split[2]));
        let [parts, labour, external] = split;
        let split = [(Beside::Parts, parts), (Beside::Labour, labour), (Beside::External, external)];
        let reason = reason.or(sum.is_none().then_some(Absent::TooLarge));
        Spent { rows: rows.into(), sum: sum.unwrap_or(0), split, reason }
    }

    /// A window outside of service life is no reason for absence here.
    fn sign_unclipped(&self, answer: Answer) -> Answer {
        let value = answer.value;
        let mut signed = self.sign(answer);
        if self.parts.iter().any(|part| part.asked.is_some()) {
            signed.value = value;
        } else if !matches!(signed.value, Value::Absent(_)) {
            let nobody = self.parts.is_empty();
            signed.value = Value::Absent(if nobody { Absent::EmptyScope } else { Absent::EmptyWindow });
        }
        signed
    }
}
