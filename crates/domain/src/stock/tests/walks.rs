//! Random walks: what adds up after any sequence of steps.

use super::day;
use crate::stock::{
    BeforeCount, Beyond, CountLine, Exception, Level, Loss, Movement, MovementKind, Posting, PostingRules,
    Reservation, StockValue, close_line, issue, on_hand, post, release, reserve, reverse, uncovered,
};
use crate::{BinId, Date, InterventionId, MovementId, PartId, Timestamp};
use proptest::{collection::vec, prelude::*};

fn after(days: i64) -> Date {
    Date(day("2027-04-20").saturating_add(jiff::Span::new().days(days)))
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Move { quantity: i64, minutes_back: i64 },
    Reverse { nth: usize },
    Count { found: i64, minutes_back: i64 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let moved =
        (-9_i64..10, 0_i64..6).prop_map(|(quantity, minutes_back)| Step::Move { quantity, minutes_back });
    let reversed = (0_usize..20).prop_map(|nth| Step::Reverse { nth });
    let counted = (0_i64..20, 0_i64..4).prop_map(|(found, minutes_back)| Step::Count { found, minutes_back });
    vec(prop_oneof![6 => moved, 1 => reversed, 1 => counted], 1..40)
}

fn minute(minute: i64) -> Timestamp {
    Timestamp::from_millis(minute * 60_000)
}

/// A ledger that only grows by what the rules allow, and the level that its one writer keeps.
#[derive(Default)]
struct Walk {
    ledger: Vec<Movement>,
    level: i64,
    counted_at: Option<Timestamp>,
}

impl Walk {
    fn write(&mut self, posting: &Posting, now: i64) {
        self.ledger.push(Movement {
            id: MovementId(self.ledger.len() as i64),
            part: PartId(1),
            bin: BinId(1),
            kind: posting.kind,
            quantity: posting.quantity,
            at: posting.at,
            posted_at: minute(now),
            reversal_of: posting.reversal_of,
        });
    }

    fn post(&mut self, posting: &Posting, now: i64) {
        let rules = PostingRules {
            counted_at: self.counted_at,
            before_count: if now % 2 == 0 { BeforeCount::Refuse } else { BeforeCount::AlreadyInCount },
            below_zero: None,
        };
        if let Ok(posted) = post(self.level, posting, &rules) {
            self.write(posting, now);
            if let Some(opposite) = posted.opposite {
                self.write(&opposite, now);
            }
            self.level = posted.on_hand;
        }
    }

    fn step(&mut self, step: Step, now: i64) {
        match step {
            Step::Move { quantity, minutes_back } => {
                let at = minute(now - minutes_back);
                let kind = if quantity < 0 { MovementKind::Out } else { MovementKind::In };
                self.post(&Posting { kind, quantity, at, reversal_of: None }, now);
            }
            Step::Reverse { nth } => {
                let Some(movement) = self.ledger.get(nth).copied() else { return };
                let by = self.ledger.iter().find(|m| m.reversal_of == Some(movement.id)).map(|m| m.id);
                if let Ok(posting) = reverse(&movement, by) {
                    self.post(&posting, now);
                }
            }
            Step::Count { found, minutes_back } => {
                let line = CountLine { counted: found, counted_at: minute(now - minutes_back), book_then: 0 };
                let Ok(closing) = close_line(&line, &self.ledger, self.counted_at) else { return };
                if let Some(posting) = closing.posting(&line) {
                    self.write(&posting, now);
                }
                (self.level, self.counted_at) = (closing.on_hand, Some(line.counted_at));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_level_equals_the_sum_of_its_movements_and_is_never_below_zero(steps in steps()) {
        let mut walk = Walk::default();
        for (now, step) in (10..).zip(steps) {
            walk.step(step, now);
            prop_assert_eq!(on_hand(&walk.ledger), Ok(walk.level), "after {:?}", step);
            prop_assert!(walk.level >= 0);
        }
    }

    #[test]
    fn nothing_of_the_value_is_lost(steps in vec((0_u8..5, 1_i64..50, 0_i64..10_000), 1..40)) {
        let (mut stock, mut done) = (StockValue::default(), vec![]);
        let (mut quantity, mut value) = (0, 0);
        for (kind, n, cost) in steps {
            let stepped = match kind {
                0 | 1 => stock.receive(n, cost),
                2 => stock.issue(n),
                3 => stock.adjust(if cost % 2 == 0 { n } else { -n }),
                _ => match done.get(n as usize % done.len().max(1)) {
                    Some(moved) => stock.reverse(moved),
                    None => continue,
                },
            };
            let Ok((after, moved)) = stepped else { continue };
            quantity += moved.quantity;
            value += moved.value_minor + moved.correction_minor;
            (stock, _) = (after, done.push(moved));
            prop_assert_eq!((stock.quantity, stock.value_minor), (quantity, value));
            prop_assert!(stock.quantity.signum() * stock.value_minor.signum() >= 0, "{:?}", stock);
            prop_assert!(stock.quantity != 0 || stock.value_minor == 0, "no value lies on no piece");
        }
    }

    #[test]
    fn reserved_is_never_above_on_hand(steps in vec((0_u8..6, 0_i64..6, 1_i64..12), 1..60)) {
        let (mut on_hand, mut reservations) = (10_i64, Vec::<Reservation>::new());
        let exception = Exception { has_right: true, store_allows: true, reason: "tried" };
        for (kind, who, n) in steps {
            let who = InterventionId(who);
            let reserved: i64 = reservations.iter().map(|r| r.quantity).sum();
            match kind {
                0 | 1 => if let Ok(made) = reserve(Level { on_hand, reserved }, n, Some(after(n))) {
                    let (needed_on, made_at) = (after(n), minute(n));
                    let quantity = made.firm;
                    reservations.push(Reservation { intervention: who, quantity, needed_on, made_at });
                },
                2 => { release(&mut reservations, who); }
                3 => {
                    on_hand = (on_hand + n - 6).max(0);
                    let lost = uncovered(on_hand, &reservations).expect("small numbers");
                    lose(&mut reservations, &lost);
                }
                4 => on_hand += n,
                _ => {
                    let how = match n % 4 {
                        0 => Beyond::Refuse,
                        1 => Beyond::PartOfIt,
                        2 => Beyond::FromOthers(exception),
                        _ => Beyond::BelowZero(exception),
                    };
                    let issued = issue(on_hand, &reservations, Some(who), n, how);
                    let Ok(out) = issued else { continue };
                    let lost: i64 = out.from_others.iter().map(|l| l.quantity).sum();
                    prop_assert!(out.flagged || out.quantity == out.from_reservation + out.from_free + lost);
                    lose(&mut reservations, &out.from_others);
                    lose(&mut reservations, &[Loss { intervention: who, quantity: out.from_reservation }]);
                    on_hand -= out.quantity;
                    let left: i64 = reservations.iter().map(|r| r.quantity).sum();
                    prop_assert_eq!(out.after, Level { on_hand, reserved: left });
                }
            }
            let reserved: i64 = reservations.iter().map(|r| r.quantity).sum();
            prop_assert!(reserved <= on_hand.max(0), "{} of {}", reserved, on_hand);
        }
    }
}

/// Takes from reservations what their interventions lost.
fn lose(reservations: &mut Vec<Reservation>, losses: &[Loss]) {
    for loss in losses {
        let mut rest = loss.quantity;
        for reservation in reservations.iter_mut().rev().filter(|r| r.intervention == loss.intervention) {
            let taken = reservation.quantity.min(rest);
            (reservation.quantity, rest) = (reservation.quantity - taken, rest - taken);
        }
    }
    reservations.retain(|r| r.quantity > 0);
}
