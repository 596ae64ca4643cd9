use super::near;
use crate::stock::{
    LeadTime, ReorderInput, ReorderMethod, Spread, StockRefusal, poisson_at_most, poisson_quantile, round_up,
    spread_of,
};

const TEXTBOOK: ReorderInput = ReorderInput {
    service: 0.95,
    demand: 500.0 / 250.0,
    lead: 12.0,
    spread: Spread::OfLeadTimeDemand { sd: 20.0 },
};

#[test]
fn stock_09_a_reorder_point_is_rounded_up() {
    let answer = TEXTBOOK.reorder().expect("fair");
    assert_eq!(answer.method, ReorderMethod::Normal);
    let exact = answer.exact.expect("normal");
    assert!((exact - 56.897_073).abs() < 5e-7, "{exact}");
    assert_eq!((answer.point, answer.safety_stock), (57, 33));
    assert!((answer.service_below - 0.945_20).abs() < 5e-6, "{}", answer.service_below);
    assert!((answer.service_at_point - 0.950_53).abs() < 5e-6, "{}", answer.service_at_point);
}

#[test]
fn the_spreads_of_demand_and_of_lead_time_add_up() {
    let spread = Spread::OfParts { demand_sd: 3.0, lead_sd: 4.0 };
    let answer = ReorderInput { service: 0.5, demand: 2.0, lead: 4.0, spread }.normal().expect("fair");
    // sqrt(4 · 3² + 2² · 4²) = 10
    assert!(near(answer.sd, 10.0));
    assert_eq!((answer.point, answer.safety_stock), (8, 0), "half the cycles need no safety stock");
}

#[test]
fn a_certain_demand_needs_no_safety_stock() {
    let spread = Spread::OfLeadTimeDemand { sd: 0.0 };
    let answer = ReorderInput { service: 0.99, demand: 2.5, lead: 9.0, spread }.reorder().expect("fair");
    assert_eq!((answer.point, answer.safety_stock), (23, 0));
    assert_eq!((answer.service_at_point, answer.service_below), (1.0, 0.0));
}

#[test]
fn slow_spares_follow_poisson_unless_their_demand_is_too_uneven() {
    let slow = ReorderInput { service: 0.95, demand: 0.5, lead: 4.0, spread: Spread::Unknown };
    let answer = slow.reorder().expect("fair");
    // P(X ≤ 4 | 2) = 0.94735, P(X ≤ 5 | 2) = 0.98344
    assert_eq!((answer.method, answer.point, answer.safety_stock), (ReorderMethod::Poisson, 5, 3));
    assert!((answer.service_below - 0.947_347).abs() < 5e-7);
    assert!((answer.service_at_point - 0.983_436).abs() < 5e-7);
    assert!(near(answer.sd, 2_f64.sqrt()));
    let uneven = ReorderInput { spread: Spread::OfLeadTimeDemand { sd: 1.6 }, ..slow };
    assert_eq!(uneven.reorder().map(|a| a.method), Ok(ReorderMethod::Normal));
    let even = ReorderInput { spread: Spread::OfLeadTimeDemand { sd: 1.5 }, ..slow };
    assert_eq!(even.reorder().map(|a| a.method), Ok(ReorderMethod::Poisson));
    let quick = ReorderInput { demand: 2.5, ..slow };
    assert_eq!(quick.reorder().map(|a| a.method), Ok(ReorderMethod::Normal), "10 in a lead time is not slow");
    let never = ReorderInput { demand: 0.0, ..slow }.reorder().expect("fair");
    assert_eq!((never.point, never.safety_stock, never.service_at_point), (0, 0, 1.0));
}

#[test]
fn poisson_quantiles_are_the_smallest_that_suffice() {
    for (service, mean, want) in [(0.3, 1.0, 0), (0.9, 0.105, 0), (0.91, 0.105, 1), (0.99, 3.0, 8)] {
        assert_eq!(poisson_quantile(service, mean), Ok(want), "{service} {mean}");
    }
    assert_eq!(poisson_at_most(-1, 3.0), Ok(0.0));
    assert!(near(poisson_at_most(0, 1.0).expect("fair"), (-1.0_f64).exp()));
    assert!(poisson_quantile(0.999, 1e6).is_ok());
    for (service, mean) in [(0.0, 1.0), (1.0, 1.0), (f64::NAN, 1.0), (0.5, -1.0), (0.5, 1e6 + 1.0)] {
        let refused = poisson_quantile(service, mean);
        assert!(matches!(refused, Err(StockRefusal::Parameter { .. })), "{service} {mean}");
    }
}

#[test]
fn what_is_whole_but_for_floating_point_stays() {
    for (pieces, up) in [(56.0, 56), (56.001, 57), (57.000_000_000_1, 57), (-0.5, 0), (0.0, 0)] {
        assert_eq!(round_up(pieces), Ok(up), "{pieces}");
    }
    for far in [f64::INFINITY, f64::NAN, 1e13] {
        assert_eq!(round_up(far), Err(StockRefusal::TooLarge), "{far}");
    }
}

#[test]
fn parameters_out_of_range_are_refused_by_name() {
    let named = |input: ReorderInput, name: &str| {
        assert_eq!(input.reorder(), Err(StockRefusal::Parameter { name: name.into() }), "{input:?}");
    };
    for service in [0.49, 1.0, f64::NAN] {
        named(ReorderInput { service, ..TEXTBOOK }, "service");
    }
    named(ReorderInput { demand: -1.0, ..TEXTBOOK }, "demand");
    named(ReorderInput { lead: f64::INFINITY, ..TEXTBOOK }, "lead");
    for sd in [-1.0, f64::NAN] {
        named(ReorderInput { spread: Spread::OfLeadTimeDemand { sd }, ..TEXTBOOK }, "spread");
        named(ReorderInput { spread: Spread::OfParts { demand_sd: sd, lead_sd: 1.0 }, ..TEXTBOOK }, "spread");
        named(ReorderInput { spread: Spread::OfParts { demand_sd: 1.0, lead_sd: sd }, ..TEXTBOOK }, "spread");
    }
}

#[test]
fn the_lead_time_is_learnt_from_receipts() {
    assert_eq!(LeadTime::learn(&[]), None);
    assert_eq!(LeadTime::learn(&[21]), Some(LeadTime { receipts: 1, mean: 21.0, sd: None }));
    let three = LeadTime::learn(&[18, 21, 24]).expect("receipts");
    assert_eq!((three.receipts, three.mean, three.sd), (3, 21.0, Some(3.0)));
    assert_eq!(spread_of(&[4]), None);
    assert_eq!(spread_of(&[4, 4]), Some((4.0, 0.0)));
}
