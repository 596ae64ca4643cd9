//! The published cases of reliability, recomputed.

use super::*;

fn close(got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance * want.abs(), "{got} is not {want}");
}

fn ends(interval: Interval) -> (f64, f64) {
    (interval.lower.expect("a lower end"), interval.upper.expect("an upper end"))
}

#[test]
fn kpi_05_an_mtbf_has_its_interval_and_no_failure_a_lower_bound() {
    for (time, n, low, high) in [
        (800.0, 2, 127.068_968, 2_251.228_611),
        (8_760.0, 1, 1_846.595_738, 170_782.557_537),
        (1_000.0, 3, 128.971_408, 1_222.955_191),
    ] {
        let interval = mtbf_interval(time, n, 0.9).expect("an interval");
        let (lower, upper) = ends(interval);
        close(lower, low, 1.0e-8);
        close(upper, high, 1.0e-8);
        assert_eq!(interval.sides, Sides::Two);
    }
    let none = mtbf_interval(8_760.0, 0, 0.9).expect("a bound");
    close(none.lower.expect("a bound"), 3_804.419_661, 1.0e-9);
    assert_eq!((none.upper, none.sides), (None, Sides::One));
    assert_eq!(mtbf_interval(0.0, 3, 0.9), None);
}

/// Limits that leave α/2 of the Poisson probabilities outside on either side, bisected on sums with 40 digits. Rounded they
/// are those of Garwood's table (1936), as E. S. Pearson and H. O. Hartley print it, *Biometrika Tables for Statisticians* I,
/// table 40.
#[test]
fn the_limits_of_a_failure_rate_are_garwood_s_of_a_poisson_mean() {
    for (level, n, low, high) in [
        (0.9, 1, 0.051_293_294_387_550_5, 4.743_864_518_390_58),
        (0.9, 30, 21.593_979_226_994_9, 40.690_507_594_449_6),
        (0.95, 1, 0.025_317_807_984_289_9, 5.571_643_390_938_9),
        (0.95, 5, 1.623_486_390_118_42, 11.668_332_079_322_7),
        (0.95, 10, 4.795_388_696_132_43, 18.390_356_042_017_8),
        (0.95, 100, 81.363_991_250_923_1, 121.626_793_792_426),
        (0.99, 5, 1.077_928_240_652_32, 14.149_759_411_023),
        (0.99, 30, 17.767_245_539_369_3, 47.209_326_473_937_2),
    ] {
        let interval = rate_interval(1.0, n, level).expect("an interval");
        let (lower, upper) = ends(interval);
        close(lower, low, 1.0e-11);
        close(upper, high, 1.0e-11);
        // The definition itself, with the sums that the stock counts spares by.
        let at_most = |k, mean| crate::stock::poisson_at_most(k, mean).expect("a mean");
        close(1.0 - at_most(i64::from(n) - 1, lower), (1.0 - level) / 2.0, 1.0e-9);
        close(at_most(i64::from(n), upper), (1.0 - level) / 2.0, 1.0e-9);
    }
    // Without a failure, one-sided: of a mean above it, no event at all is less likely than 5 %.
    let none = rate_interval(1.0, 0, 0.95).expect("a limit");
    assert_eq!((none.lower, none.sides), (Some(0.0), Sides::One));
    close(none.upper.expect("a limit"), 2.995_732_273_553_99, 1.0e-13);
}

/// NIST/SEMATECH e-Handbook 8.4.1.3, in hours.
fn nist_lives() -> Vec<Life> {
    let failed = [54.0, 187.0, 216.0, 240.0, 244.0, 335.0, 361.0, 373.0, 375.0, 386.0];
    let life = |exit, failed| Life { entry: 0.0, exit, failed };
    failed.into_iter().map(|age| life(age, true)).chain((0..10).map(|_| life(500.0, false))).collect()
}

#[test]
fn kpi_06_weibull_with_censored_lives() {
    let fit = weibull(&nist_lives(), 0.95).expect("a fit");
    close(fit.beta, 1.720_797_260_8, 1.0e-9);
    close(fit.eta, 606.527_558_0, 1.0e-9);
    close(fit.log_likelihood, -75.134_618_2, 1.0e-9);
    close(fit.mean.expect("finite"), 540.737_025, 1.0e-8);
    close(fit.deviation.expect("finite"), 323.806, 1.0e-5);
    close(fit.b10, 164.022, 1.0e-5);
    let (low, high) = ends(fit.beta_interval);
    close(low, 0.905_645, 1.0e-6);
    close(high, 2.885_738, 1.0e-6);
    let (low, high) = ends(fit.eta_interval);
    close(low, 437.557, 1.0e-6);
    close(high, 1_118.878, 1.0e-6);
    assert_eq!(fit.shape, Shape::WearOutNotProved);
    assert_eq!((fit.failures, fit.censored, fit.late_entries), (10, 10, 0));
}

#[test]
fn kpi_07_crow_amsaa_stopped_at_a_failure() {
    let ages = vec![
        2.7, 10.3, 12.5, 30.6, 57.0, 61.3, 80.0, 109.5, 125.0, 128.6, 143.8, 167.9, 229.2, 296.7, 320.6,
        328.2, 366.2, 396.7, 421.1, 438.2, 501.2, 620.0,
    ];
    let mut record = Record { ages, start: 0.0, end: 620.0, stop: Stop::AtFailure };
    let fit = crow_amsaa(&record, 0.95).expect("a fit");
    close(fit.beta, 0.614_210_4, 1.0e-7);
    close(fit.lambda, 0.423_942_2, 1.0e-7);
    close(fit.intensity, 0.021_794_6, 3.0e-6);
    close(fit.mtbf, 45.883, 1.0e-5);
    let (low, high) = ends(fit.beta_interval);
    close(low, 0.362_924, 1.0e-6);
    close(high, 0.862_362, 1.0e-6);
    assert_eq!(fit.interval_by, IntervalBy::ChiSquare { degrees: 42 });
    close(fit.modified.expect("22 failures").beta, 0.558_373, 1.0e-6);
    assert_eq!((fit.failures, fit.trend), (22, Trend::Better));

    (record.end, record.stop) = (700.0, Stop::AtTime);
    let later = crow_amsaa(&record, 0.95).expect("a fit");
    assert_eq!(later.interval_by, IntervalBy::ChiSquare { degrees: 44 });
    let logs: f64 = record.ages.iter().map(|age| (700.0 / age).ln()).sum();
    close(later.beta, 22.0 / logs, 1.0e-12);
    assert!(later.beta < fit.beta);
}

#[test]
fn kpi_08_crow_amsaa_stopped_at_a_time_names_its_estimator() {
    let ages = vec![5.0, 40.0, 43.0, 175.0, 389.0, 712.0, 747.0, 795.0, 1_299.0, 1_478.0];
    let record = Record { ages, start: 0.0, end: 1_500.0, stop: Stop::AtTime };
    let fit = crow_amsaa(&record, 0.95).expect("a fit");
    assert_eq!(fit.estimator, Estimator::Plain);
    close(fit.beta, 0.537_228_866_0, 1.0e-9);
    close(fit.lambda, 0.196_658_215_7, 1.0e-9);
    close(fit.mtbf, 279.210_6, 1.0e-6);
    let (low, high) = ends(fit.beta_interval);
    close(low, 0.257_622, 2.0e-6);
    close(high, 0.917_845, 1.0e-6);
    assert_eq!(fit.trend, Trend::Better);
    let modified = fit.modified.expect("ten failures");
    assert_eq!(modified.estimator, Estimator::Modified);
    close(modified.beta, 0.483_505_979_4, 1.0e-9);
    close(modified.lambda, 0.291_300_268_6, 1.0e-9);
    close(modified.mtbf, 310.234_0, 1.0e-6);
}

#[test]
fn kpi_09_age_replacement() {
    let best = age_replacement(2.5, Some(1.8), 1_000.0, 1.0, 5.0).expect("an age");
    close(best.age, 493.047_0, 1.0e-7);
    close(best.cost_rate, 0.003_462_04, 2.0e-6);
    close(best.run_to_failure, 0.005_635_30, 1.0e-6);
    let refused = |beta, lower, planned, failure| age_replacement(beta, lower, 1_000.0, planned, failure);
    assert_eq!(refused(1.0, Some(0.7), 1.0, 5.0), Err(NoReplacement::NoWearOut));
    assert_eq!(refused(2.5, Some(1.0), 1.0, 5.0), Err(NoReplacement::NoWearOut));
    assert_eq!(refused(2.5, None, 1.0, 5.0), Err(NoReplacement::NoWearOut));
    assert_eq!(refused(2.5, Some(1.8), 5.0, 5.0), Err(NoReplacement::FailureNotDearer));
    assert_eq!(refused(2.5, Some(1.8), 0.0, 5.0), Err(NoReplacement::BadInput));
    assert_eq!(refused(f64::NAN, Some(1.8), 1.0, 5.0), Err(NoReplacement::BadInput));
}

/// The published 1,618.64 h is the optimum of the costs exchanged. The formula is that of the function's documentation.
#[test]
fn kpi_10_replacement_with_minimal_repair_is_checked_against_its_own_formula() {
    let cost = |t: f64| (1.0 + 5.0 * (t / 1_000.0).powf(2.5)) / t;
    let (age, rate) = minimal_repair(2.5, 1_000.0, 1.0, 5.0).expect("an age");
    close(age, 446.658_4, 1.0e-7);
    close(rate, 0.003_731_41, 1.0e-6);
    close(cost(age), rate, 1.0e-12);
    assert!(cost(age * 1.001) > rate && cost(age * 0.999) > rate);
    close(cost(1_618.64), 0.010_914_5, 1.0e-5);
    let (exchanged, _) = minimal_repair(2.5, 1_000.0, 5.0, 1.0).expect("an age");
    close(exchanged, 1_618.64, 1.0e-5);
    assert_eq!(minimal_repair(1.0, 1_000.0, 1.0, 5.0), Err(NoReplacement::NoWearOut));
}
