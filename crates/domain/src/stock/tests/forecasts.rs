use super::near;
use crate::stock::{Forecast, IntermittentMethod, NoForecast, Smoothing, StockRefusal, fit, forecast};
use IntermittentMethod::{Croston, Sba, Tsb};

const MONTHS: [i64; 24] = [0, 0, 3, 0, 0, 0, 2, 0, 5, 0, 0, 1, 0, 0, 0, 0, 4, 0, 0, 2, 0, 0, 0, 0];

fn per_month(method: IntermittentMethod, history: &[i64]) -> f64 {
    fit(method, history, Smoothing::default()).expect("fair").expect("a demand").per_period
}

/// Equal in all seven decimals that are published.
fn published(got: f64, want: f64) -> bool {
    (got - want).abs() < 5e-8
}

#[test]
fn stock_10_croston_sba_and_tsb_start_at_the_first_demand() {
    let croston = fit(Croston, &MONTHS, Smoothing::default()).expect("fair").expect("a demand");
    assert_eq!((croston.start_size, croston.start_interval), (3, 3));
    assert!((croston.size - 2.90819).abs() < 5e-6, "{}", croston.size);
    assert!((croston.interval.expect("croston has one") - 3.17271).abs() < 5e-6);
    assert_eq!((croston.probability, croston.smoothing), (None, Smoothing { size: 0.1, interval: 0.1 }));
    assert!(published(croston.per_period, 0.9166265), "{}", croston.per_period);
    assert!(published(per_month(Sba, &MONTHS), 0.8707952));
    let tsb = fit(Tsb, &MONTHS, Smoothing::default()).expect("fair").expect("a demand");
    assert!(published(tsb.probability.expect("tsb has one"), 0.2154219));
    assert_eq!(tsb.interval, None);
    assert!(published(tsb.per_period, 0.6264879));
}

#[test]
fn stock_10_only_tsb_forgets_a_part_that_is_no_longer_used() {
    let unused: Vec<i64> = MONTHS.iter().copied().chain([0; 12]).collect();
    assert_eq!(per_month(Croston, &unused), per_month(Croston, &MONTHS));
    assert_eq!(per_month(Sba, &unused), per_month(Sba, &MONTHS));
    assert!(published(per_month(Tsb, &unused), 0.1769387));
}

#[test]
fn stock_10_fewer_than_three_demands_show_no_forecast() {
    let mut history = vec![0; 12];
    history[0] = 6;
    assert_eq!(per_month(Croston, &history), 6.0);
    assert!(published(per_month(Tsb, &history), 1.8828636));
    let none = |demands| Forecast::None { why: NoForecast::TooFewDemands { demands, needed: 3 } };
    assert_eq!(forecast(&history, Smoothing::default()), Ok(none(1)));
    history[5] = 1;
    assert_eq!(forecast(&history, Smoothing::default()), Ok(none(2)));
    assert_eq!(forecast(&[0, 0], Smoothing::default()), Ok(none(0)));
    assert_eq!(forecast(&[], Smoothing::default()), Ok(none(0)));
    history[6] = 1;
    assert!(matches!(forecast(&history, Smoothing::default()), Ok(Forecast::Chosen { .. })));
}

#[test]
fn stock_10_the_method_with_the_smallest_error_on_the_past_is_chosen() {
    let answer = forecast(&MONTHS, Smoothing::default()).expect("fair");
    let Forecast::Chosen { fit, tried } = answer else { panic!("six demands") };
    assert_eq!(tried.iter().map(|t| t.fit.method).collect::<Vec<_>>(), [Croston, Sba, Tsb]);
    let scale = 34.0 / 23.0;
    for try_out in &tried {
        assert!(fit == try_out.fit || try_out.absolute_error > error_of(&tried, fit.method));
        assert!(near(try_out.scaled_error.expect("it changes"), try_out.absolute_error / scale));
    }
    assert_eq!(fit.method, Sba);
}

fn error_of(tried: &[crate::stock::Tried], method: IntermittentMethod) -> f64 {
    tried.iter().find(|t| t.fit.method == method).map(|t| t.absolute_error).expect("tried")
}

#[test]
fn errors_are_those_of_the_next_period() {
    let half = Smoothing { size: 0.5, interval: 0.5 };
    let Ok(Forecast::Chosen { tried, .. }) = forecast(&[2, 4, 0, 3], half) else { panic!("three demands") };
    // Croston forecasts 2/1, then 3/1 twice, and meets 4, 0 and 3.
    assert!(near(error_of(&tried, Croston), (2.0 + 3.0 + 0.0) / 3.0));
    // SBA takes a quarter off: 1.5, 2.25, 2.25.
    assert!(near(error_of(&tried, Sba), (2.5 + 2.25 + 0.75) / 3.0));
    // TSB forecasts 2 · 1, 3 · 1 and 3 · 0.5.
    assert!(near(error_of(&tried, Tsb), (2.0 + 3.0 + 1.5) / 3.0));
}

#[test]
fn a_history_that_never_changes_has_no_scaled_error_and_the_first_method() {
    let Ok(Forecast::Chosen { fit, tried }) = forecast(&[2, 2, 2, 2], Smoothing::default()) else {
        panic!("four demands")
    };
    assert_eq!((fit.method, fit.per_period), (Croston, 2.0));
    assert!(tried.iter().all(|t| t.scaled_error.is_none()));
}

#[test]
fn parameters_out_of_range_are_refused_by_name() {
    for bad in [0.0, -0.1, 1.1, f64::NAN] {
        let refused = |smoothing, name: &str| {
            let want = Err(StockRefusal::Parameter { name: name.into() });
            assert_eq!(fit(Croston, &MONTHS, smoothing), want, "{bad}");
        };
        refused(Smoothing { size: bad, interval: 0.1 }, "size");
        refused(Smoothing { size: 0.1, interval: bad }, "interval");
    }
    let one = Smoothing { size: 1.0, interval: 1.0 };
    assert!(fit(Croston, &MONTHS, one).is_ok());
    let negative = fit(Croston, &[1, -1], Smoothing::default());
    assert_eq!(negative, Err(StockRefusal::Quantity { quantity: -1 }));
}
