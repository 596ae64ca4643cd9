//! The edges of the fits, and what holds for every sample.

use super::*;
use proptest::prelude::*;

fn life(entry: f64, exit: f64, failed: bool) -> Life {
    Life { entry, exit, failed }
}

fn failed(ages: &[f64]) -> Vec<Life> {
    ages.iter().map(|age| life(0.0, *age, true)).collect()
}

fn near(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * b.abs()
}

#[test]
fn a_fit_needs_three_failures_that_are_not_all_equal() {
    let few = |found| Err(NoFit::TooFewFailures { found, needed: 3 });
    assert_eq!(weibull(&[], 0.9), few(0));
    assert_eq!(weibull(&failed(&[1.0, 2.0]), 0.9), few(2));
    assert_eq!(weibull(&failed(&[2.0, 2.0, 2.0]), 0.9), Err(NoFit::AllEqual));
    assert!(weibull(&failed(&[1.0, 2.0, 2.0]), 0.9).is_ok());
}

#[test]
fn what_cannot_be_a_life_is_refused() {
    for bad in [
        life(0.0, 0.0, true),
        life(2.0, 1.0, true),
        life(-1.0, 1.0, true),
        life(0.0, f64::NAN, true),
        life(f64::NAN, 1.0, true),
        life(0.0, f64::INFINITY, false),
    ] {
        let lives = [failed(&[1.0, 2.0, 3.0]), vec![bad]].concat();
        assert_eq!(weibull(&lives, 0.9), Err(NoFit::BadInput), "{bad:?}");
    }
    for level in [0.0, 1.0, -1.0, f64::NAN] {
        assert_eq!(weibull(&failed(&[1.0, 2.0, 3.0]), level), Err(NoFit::BadInput));
        assert_eq!(mtbf_interval(1.0, 1, level), None);
    }
}

#[test]
fn a_component_that_fails_after_now_is_still_there() {
    let at = |second: i64| crate::Timestamp::from_millis(second * 1000);
    let fitting = Fitting { id: 1, fitted: Some(at(0)), removed: crate::kpi::End::At(at(30)), failed: true };
    let row = |now| lives(&[fitting], None, at(now)).rows[0];
    let (before, when, after) = (row(20), row(30), row(40));
    assert_eq!((before.fate, before.exit), (FittingFate::Censored, 20));
    assert_eq!((when.fate, when.exit), (FittingFate::Failed, 30));
    assert_eq!((after.fate, after.exit), (FittingFate::Failed, 30));
}

/// Lives that failed young are missing where records began late: taken as whole lives, those left make η too long.
#[test]
fn late_entry_takes_away_what_the_missing_lives_added() {
    // The 199 quantiles of a law with β 2 and η 1,000, of which those that ended before 500 were never seen.
    let ages = (1..200).map(|k| 1_000.0 * (-(f64::from(k) / 200.0).ln()).sqrt());
    let seen: Vec<Life> = ages.filter(|age| *age > 500.0).map(|age| life(500.0, age, true)).collect();
    let with = weibull(&seen, 0.9).expect("a fit");
    assert!(near(with.eta, 1_000.0, 0.05) && near(with.beta, 2.0, 0.1), "{with:?}");
    assert_eq!(with.late_entries, seen.len());
    let without: Vec<Life> = seen.iter().map(|one| Life { entry: 0.0, ..*one }).collect();
    let without = weibull(&without, 0.9).expect("a fit");
    assert!(without.eta > 1.1 * with.eta, "{without:?}");
}

/// Written anew from the definition: the density of each failure, the survival of every life from its entry to its exit.
fn height(lives: &[Life], beta: f64, eta: f64) -> f64 {
    let density = |age: f64| (beta / eta).ln() + (beta - 1.0) * (age / eta).ln();
    let failed: f64 = lives.iter().filter(|one| one.failed).map(|one| density(one.exit)).sum();
    failed - lives.iter().map(|one| (one.exit / eta).powf(beta) - (one.entry / eta).powf(beta)).sum::<f64>()
}

/// The greatest value of a function with one hill, between two logarithms.
fn top(f: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    for _ in 0..200 {
        let third = (high - low) / 3.0;
        if f((low + third).exp()) < f((high - third).exp()) { low += third } else { high -= third }
    }
    f(f64::midpoint(low, high).exp())
}

#[test]
fn a_fit_with_late_lives_is_the_top_and_its_intervals_end_where_the_likelihood_has_fallen() {
    let whole = [310.0, 480.0, 520.0, 760.0, 990.0].map(|age| life(0.0, age, true));
    let late = [(200.0, 640.0, true), (450.0, 700.0, true), (600.0, 880.0, false), (30.0, 1_200.0, true)];
    let lives =
        [whole.to_vec(), late.map(|(entry, exit, failed)| life(entry, exit, failed)).to_vec()].concat();
    let fit = weibull(&lives, 0.9).expect("a fit");
    assert_eq!((fit.failures, fit.censored, fit.late_entries), (8, 1, 4));
    assert!(near(fit.log_likelihood, height(&lives, fit.beta, fit.eta), 1.0e-13), "{fit:?}");
    let at = |beta| top(|eta| height(&lives, beta, eta), 0.0, 12.0);
    let of = |eta| top(|beta| height(&lives, beta, eta), -4.0, 4.0);
    assert!(near(fit.log_likelihood, top(at, -4.0, 4.0), 1.0e-13), "{fit:?}");
    let drop = 2.705_543_454_095_4 / 2.0;
    let ends = |interval: Interval| [interval.lower.expect("an end"), interval.upper.expect("an end")];
    for (end, height) in ends(fit.beta_interval).map(|beta| (beta, at(beta))) {
        assert!(near(fit.log_likelihood - height, drop, 1.0e-12), "{end} of {fit:?}");
    }
    for (end, height) in ends(fit.eta_interval).map(|eta| (eta, of(eta))) {
        assert!(near(fit.log_likelihood - height, drop, 1.0e-12), "{end} of {fit:?}");
    }
}

#[test]
fn lives_add_up_the_time_that_was_watched_and_the_failures_in_it() {
    use crate::{Timestamp, kpi::End};
    let at = |second: i64| Timestamp::from_millis(second * 1000);
    let fitting = |id, fitted, removed, failed| Fitting { id, fitted: Some(at(fitted)), removed, failed };
    let fittings = [
        fitting(4, 90, End::At(at(80)), true),
        fitting(1, 0, End::At(at(30)), true),
        fitting(2, 5, End::At(at(20)), true),
        fitting(3, 30, End::Open, true),
        Fitting { fitted: None, ..fitting(5, 0, End::At(at(50)), true) },
        fitting(6, 0, End::Unknown, true),
    ];
    let found = lives(&fittings, Some(at(20)), at(100));
    let rows: Vec<_> = found.rows.iter().map(|row| (row.fitting, row.fate, row.entry, row.exit)).collect();
    use FittingFate::{BadDates, BeforeRecords, Censored, Failed, FittedUnknown, RemovedUnknown};
    let out = |id, fate| (id, fate, 0, 0);
    let counted = [(1, Failed, 20, 30), out(2, BeforeRecords), (3, Censored, 0, 70)];
    let left = [out(4, BadDates), out(5, FittedUnknown), out(6, RemovedUnknown)];
    assert_eq!(rows, [counted, left].concat());
    assert_eq!((found.seconds, found.failures), (80, 1));
    assert_eq!(found.to_fit(), [life(20.0, 30.0, true), life(0.0, 70.0, false)]);
}

#[test]
fn when_every_life_entered_late_there_may_be_no_shape() {
    // Failures soon after entry at every age: the older, the rarer, without end.
    let lives: Vec<Life> = (0..8).map(|k| 2.0_f64.powi(k)).map(|age| life(age, age * 1.01, true)).collect();
    let lives = [lives, vec![life(256.0, 100_000.0, false)]].concat();
    assert_eq!(weibull(&lives, 0.9), Err(NoFit::NoMaximum));
}

#[test]
fn the_shape_is_told_in_words_only_as_far_as_its_interval_goes() {
    let quantiles = |count: i32, beta: f64| -> Vec<Life> {
        let age = |k: i32| (-(f64::from(k) / f64::from(count + 1)).ln()).powf(1.0 / beta);
        failed(&(1..=count).map(age).collect::<Vec<_>>())
    };
    let shape = |count, beta| weibull(&quantiles(count, beta), 0.9).expect("a fit").shape;
    assert_eq!(shape(60, 2.0), Shape::WearOut);
    assert_eq!(shape(4, 1.1), Shape::WearOutNotProved);
    assert_eq!(shape(8, 0.65), Shape::EarlyFailuresNotProved);
    assert_eq!(shape(60, 0.5), Shape::EarlyFailures);
}

fn record(ages: &[f64], start: f64, end: f64, stop: Stop) -> Record {
    Record { ages: ages.to_vec(), start, end, stop }
}

#[test]
fn ages_outside_of_the_window_are_left_out_and_listed() {
    let ages = [0.0, 5.0, 10.0, 20.0, 30.0];
    let fit = crow_amsaa(&record(&ages, 0.0, 20.0, Stop::AtTime), 0.9).expect("a fit");
    assert_eq!((fit.failures, fit.left_out), (2, vec![0, 3, 4]));
    let stopped = crow_amsaa(&record(&ages, 0.0, 20.0, Stop::AtFailure), 0.9).expect("a fit");
    assert_eq!((stopped.failures, stopped.left_out), (3, vec![0, 4]));
    let later = crow_amsaa(&record(&ages, 5.0, 40.0, Stop::AtTime), 0.9).expect("a fit");
    assert_eq!((later.failures, later.left_out), (3, vec![0, 1]));
}

#[test]
fn a_repairable_system_needs_a_failure() {
    let none = |ages: &[f64], stop| crow_amsaa(&record(ages, 0.0, 20.0, stop), 0.9).err();
    assert_eq!(none(&[], Stop::AtTime), Some(NoFit::TooFewFailures { found: 0, needed: 1 }));
    assert_eq!(none(&[20.0], Stop::AtFailure), Some(NoFit::TooFewFailures { found: 1, needed: 2 }));
    assert_eq!(none(&[20.0, 20.0], Stop::AtFailure), Some(NoFit::AllEqual));
    assert_eq!(none(&[f64::NAN], Stop::AtTime), Some(NoFit::BadInput));
    let one = crow_amsaa(&record(&[10.0], 0.0, 20.0, Stop::AtTime), 0.9).expect("a fit");
    assert_eq!((one.trend, one.modified), (Trend::NotShown, None));
    for (start, end) in [(-1.0, 20.0), (20.0, 20.0), (0.0, f64::INFINITY), (f64::NAN, 20.0)] {
        assert_eq!(crow_amsaa(&record(&[10.0], start, end, Stop::AtTime), 0.9), Err(NoFit::BadInput));
    }
}

#[test]
fn a_window_that_starts_at_an_age_has_its_own_estimate() {
    let ages = [110.0, 130.0, 160.0, 175.0, 190.0];
    let fit = crow_amsaa(&record(&ages, 100.0, 200.0, Stop::AtTime), 0.9).expect("a fit");
    assert_eq!((fit.interval_by, fit.modified), (IntervalBy::ProfileLikelihood, None));
    let (n, beta) = (5.0, fit.beta);
    let logs: f64 = ages.iter().map(|age| age.ln()).sum();
    let (t, s) = (200.0_f64, 100.0_f64);
    let right = n * (t.powf(beta) * t.ln() - s.powf(beta) * s.ln()) / (t.powf(beta) - s.powf(beta));
    assert!(near(n / beta + logs, right, 1.0e-12));
    assert!(near(fit.intensity, fit.lambda * beta * t.powf(beta - 1.0), 1.0e-12));
    // From a start close to 0 the estimate is that of age 0.
    let late = crow_amsaa(&record(&ages, 1.0e-12, 200.0, Stop::AtTime), 0.9).expect("a fit").beta;
    let whole = crow_amsaa(&record(&ages, 0.0, 200.0, Stop::AtTime), 0.9).expect("a fit").beta;
    assert!(near(late, whole, 1.0e-6));
    // Failures at the very start of a late window have no positive shape.
    let early = crow_amsaa(&record(&[101.0, 102.0, 103.0], 100.0, 200.0, Stop::AtTime), 0.9);
    assert_eq!(early, Err(NoFit::NoMaximum));
}

/// At either end the likelihood, λ at its best, is lower by half of χ²(0.9) with one degree of freedom.
#[test]
fn the_interval_of_a_window_that_starts_at_an_age_ends_where_the_likelihood_has_fallen() {
    let ages = [40.0, 90.0, 110.0, 130.0, 150.0, 160.0, 175.0, 182.0, 190.0, 198.0];
    let fit = crow_amsaa(&record(&ages, 10.0, 200.0, Stop::AtTime), 0.9).expect("a fit");
    let logs: f64 = ages.iter().map(|age| age.ln()).sum();
    let height = |beta: f64| 10.0 * (beta / (200.0_f64.powf(beta) - 10.0_f64.powf(beta))).ln() + beta * logs;
    let (low, high) = (fit.beta_interval.lower.expect("an end"), fit.beta_interval.upper.expect("an end"));
    assert!(low < fit.beta && fit.beta < high);
    for end in [low, high] {
        assert!(near(height(fit.beta) - height(end), 2.705_543_454_095_4 / 2.0, 1.0e-8), "{end}");
    }
}

#[test]
fn replacement_far_beyond_the_lives_is_none() {
    let far = age_replacement(1.0001, Some(1.000_05), 1_000.0, 4.9, 5.0);
    assert_eq!(far, Err(NoReplacement::OutOfReach));
    assert_eq!(minimal_repair(2.0, 1.0, 1.0, f64::INFINITY), Err(NoReplacement::BadInput));
    assert_eq!(minimal_repair(2.0, 1.0e308, 1.0e3, 1.0), Err(NoReplacement::OutOfReach));
}

/// At the optimum, `C = (Cf − Cp) h(t)`. In the last case it lies beyond η.
#[test]
fn the_least_cost_is_the_rate_of_failure_times_what_a_failure_costs_more() {
    for (beta, eta, planned, failure) in
        [(1.5, 10.0, 1.0, 20.0), (3.0, 400.0, 2.0, 9.0), (6.0, 1.0, 1.0, 1.5), (2.0, 100.0, 2.0, 3.0)]
    {
        let best = age_replacement(beta, Some(1.2), eta, planned, failure).expect("an age");
        let hazard = beta / eta * (best.age / eta).powf(beta - 1.0);
        assert!(near(best.cost_rate, (failure - planned) * hazard, 1.0e-9), "{best:?}");
        assert!(best.cost_rate < best.run_to_failure);
    }
}

fn sample() -> impl Strategy<Value = Vec<Life>> {
    let one = (1.0_f64..1_000.0, 0.0_f64..1.0, 0_u8..4);
    proptest::collection::vec(one, 3..25).prop_map(|lives| {
        let one = |(age, share, kind): (f64, f64, u8)| {
            life(if kind == 0 { age * share } else { 0.0 }, age, kind < 3)
        };
        lives.into_iter().map(one).filter(|life| life.exit > life.entry).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_fit_does_not_depend_on_order_or_unit_and_lies_in_its_interval(lives in sample(), scale in 0.001_f64..100_000.0) {
        let Ok(fit) = weibull(&lives, 0.9) else { return Ok(()) };
        let mut turned = lives.clone();
        turned.reverse();
        prop_assert_eq!(weibull(&turned, 0.9), Ok(fit));
        let scaled: Vec<Life> = lives.iter().map(|one| life(one.entry * scale, one.exit * scale, one.failed)).collect();
        let scaled = weibull(&scaled, 0.9).expect("a fit");
        prop_assert!(near(scaled.beta, fit.beta, 1.0e-7) && near(scaled.eta, fit.eta * scale, 1.0e-7), "{fit:?} {scaled:?}");
        let contains = |interval: Interval, x| !interval.excludes(x);
        prop_assert!(contains(fit.beta_interval, fit.beta) && contains(fit.eta_interval, fit.eta), "{fit:?}");
        let wider = weibull(&lives, 0.99).expect("a fit");
        prop_assert!(wider.beta_interval.lower <= fit.beta_interval.lower || wider.beta_interval.lower.is_none());
    }

    #[test]
    fn no_life_makes_a_fit_panic(lives in proptest::collection::vec((any::<f64>(), any::<f64>(), any::<bool>()), 0..8), level in any::<f64>()) {
        let lives: Vec<Life> = lives.into_iter().map(|(entry, exit, failed)| Life { entry, exit, failed }).collect();
        let _ = weibull(&lives, level);
        let positive: Vec<Life> = lives.iter().map(|one| life(0.0, one.exit.abs(), one.failed)).collect();
        let finite = |fit: Weibull| fit.beta.is_finite() && fit.beta > 0.0 && fit.log_likelihood.is_finite();
        prop_assert!(weibull(&positive, 0.9).map_or(true, finite));
    }

    #[test]
    fn no_age_makes_a_power_law_panic(ages in proptest::collection::vec(any::<f64>(), 0..8), start in any::<f64>(), end in any::<f64>(), at_failure in any::<bool>()) {
        let stop = if at_failure { Stop::AtFailure } else { Stop::AtTime };
        let _ = crow_amsaa(&record(&ages, start, end, stop), 0.9);
        let ages: Vec<f64> = ages.iter().map(|age| age.abs() % 1_000.0).filter(|age| *age > 0.0).collect();
        let fit = crow_amsaa(&record(&ages, 0.0, 1_001.0, stop), 0.9);
        prop_assert!(fit.map_or(true, |fit| fit.beta.is_finite() && !fit.beta_interval.excludes(fit.beta)));
        let _ = laplace(&ages, start, end, 0.9);
    }

    #[test]
    fn no_cost_makes_a_replacement_panic(beta in any::<f64>(), eta in any::<f64>(), planned in any::<f64>(), failure in any::<f64>()) {
        let _ = age_replacement(beta, Some(beta), eta, planned, failure);
        let _ = minimal_repair(beta, eta, planned, failure);
        let best = age_replacement(1.0 + beta.abs() % 9.0, Some(1.1), 5.0, 1.0, 1.0 + planned.abs() % 50.0);
        prop_assert!(best.map_or(true, |best| best.age > 0.0 && best.cost_rate <= best.run_to_failure * (1.0 + 1.0e-9)));
    }
}

#[test]
fn an_interval_excludes_what_lies_beyond_either_end() {
    let interval = Interval::two_sided(Some(1.0), Some(2.0), 0.9);
    assert_eq!(
        [0.9, 1.0, 1.5, 2.0, 2.1].map(|value| interval.excludes(value)),
        [true, false, false, false, true]
    );
    let open = Interval::two_sided(None, Some(2.0), 0.9);
    assert_eq!((open.excludes(-5.0), open.excludes(3.0)), (false, true));
}
