use super::near;
use crate::stock::{
    LeadTime, MAX_QUANTITY, ReorderInput, ReorderMethod, Spread, StockRefusal, poisson_at_most,
    poisson_quantile, round_up, spread_of,
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
fn spares_follow_poisson_unless_their_demand_is_more_or_less_even_than_that() {
    let slow = ReorderInput { service: 0.95, demand: 0.5, lead: 4.0, spread: Spread::Unknown };
    let answer = slow.reorder().expect("fair");
    // P(X ≤ 4 | 2) = 0.94735, P(X ≤ 5 | 2) = 0.98344
    assert_eq!((answer.method, answer.point, answer.safety_stock), (ReorderMethod::Poisson, 5, 3));
    assert!((answer.service_below - 0.947_347).abs() < 5e-7);
    assert!((answer.service_at_point - 0.983_436).abs() < 5e-7);
    assert!(near(answer.sd, 2_f64.sqrt()));
    let with =
        |sd| ReorderInput { spread: Spread::OfLeadTimeDemand { sd }, ..slow }.reorder().map(|a| a.method);
    // sqrt(2) = 1.414: between 1.273 and 1.556
    for (sd, method) in [
        (1.27, ReorderMethod::Normal),
        (1.28, ReorderMethod::Poisson),
        (1.55, ReorderMethod::Poisson),
        (1.56, ReorderMethod::Normal),
    ] {
        assert_eq!(with(sd), Ok(method), "{sd}");
    }
    let never = ReorderInput { demand: 0.0, ..slow }.reorder().expect("fair");
    assert_eq!((never.point, never.safety_stock, never.service_at_point), (0, 0, 1.0));
}

/// Ten in a lead time, where textbooks go over to the normal distribution, are as exact as nine or a hundred thousand.
#[test]
fn many_pieces_follow_poisson_as_exactly_as_few() {
    for (mean, service, point) in
        [(9.9, 0.95, 15), (10.0, 0.95, 15), (24.0, 0.99, 36), (100_000.0, 0.99, 100_736)]
    {
        let many = ReorderInput { service, demand: mean, lead: 1.0, spread: Spread::Unknown };
        let answer = many.reorder().expect("fair");
        assert_eq!((answer.method, answer.point), (ReorderMethod::Poisson, point), "{mean}");
        assert!(answer.service_below < service && service <= answer.service_at_point, "{answer:?}");
    }
}

#[test]
fn a_certain_demand_of_a_few_pieces_needs_no_safety_stock_either() {
    let spread = Spread::OfLeadTimeDemand { sd: 0.0 };
    let answer = ReorderInput { service: 0.99, demand: 0.5, lead: 5.0, spread }.reorder().expect("fair");
    assert_eq!((answer.method, answer.point, answer.safety_stock), (ReorderMethod::Normal, 3, 0));
}

#[test]
fn poisson_quantiles_are_the_smallest_that_suffice() {
    for (service, mean, want) in [(0.3, 1.0, 0), (0.9, 0.105, 0), (0.91, 0.105, 1), (0.99, 3.0, 8)] {
        assert_eq!(poisson_quantile(service, mean), Ok(want), "{service} {mean}");
    }
    for (service, mean) in [(0.0, 1.0), (1.0, 1.0), (f64::NAN, 1.0), (0.5, -1.0), (0.5, f64::NAN)] {
        let refused = poisson_quantile(service, mean);
        assert!(matches!(refused, Err(StockRefusal::Parameter { .. })), "{service} {mean}");
    }
    assert_eq!(poisson_quantile(0.999, 0.0), Ok(0));
    // A number whose probability is just the service suffices.
    let just = poisson_at_most(4, 2.5).expect("fair");
    assert_eq!(poisson_quantile(just, 2.5), Ok(4));
    assert_eq!(poisson_quantile(0.6, MAX_QUANTITY as f64), Err(StockRefusal::TooLarge));
    assert_eq!(poisson_at_most(3, 2e12), Err(StockRefusal::TooLarge));
}

/// Sums of all terms with 50 digits: `exp(-mean) mean^i / i!` for i = 0 to k.
const EXACT_SUMS: [(f64, i64, f64); 22] = [
    (0.105, 0, 0.9003245225862656),
    (0.105, 1, 0.9948585974578235),
    (0.105, 3, 0.9999953427511568),
    (2.0, 4, 0.9473469826562888),
    (2.0, 5, 0.9834363915193856),
    (9.5, 0, 7.48518298877006e-05),
    (9.5, 9, 0.5218260222372074),
    (9.5, 10, 0.6453284349448619),
    (9.5, 20, 0.9991405211879116),
    (10.0, 9, 0.4579297144718522),
    (10.0, 10, 0.5830397501929855),
    (10.0, 15, 0.9512595966960213),
    (24.0, 10, 0.001084998551771231),
    (24.0, 24, 0.5540012230749957),
    (24.0, 33, 0.9686171725103858),
    (24.0, 40, 0.9990134230626713),
    (1_000.0, 850, 6.235662209754231e-07),
    (1_000.0, 999, 0.4957947558197845),
    (1_000.0, 1060, 0.9712556510965297),
    (100_000.0, 98_000, 1.121599489826466e-10),
    (100_000.0, 100_000, 0.5008410430993401),
    (100_000.0, 100_600, 0.9711241832697978),
];

#[test]
fn poisson_probabilities_are_the_exact_sums_whatever_the_mean() {
    for (mean, k, exact) in EXACT_SUMS {
        let got = poisson_at_most(k, mean).expect("fair");
        assert!((got - exact).abs() <= 1e-12 * exact, "{mean} {k}: {got:e}, not {exact:e}");
    }
    assert_eq!((poisson_at_most(-1, 3.0), poisson_at_most(0, 0.0)), (Ok(0.0), Ok(1.0)));
    assert_eq!((poisson_at_most(2, 1e9), poisson_at_most(i64::MAX, 1e9)), (Ok(0.0), Ok(1.0)));
}

#[test]
fn poisson_quantiles_are_those_of_the_sum_from_the_first_term_on() {
    for tenths in 1_u32..=600 {
        let mean = f64::from(tenths) / 10.0;
        for service in [1e-9, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999, 0.999_99] {
            let (mut term, mut count) = ((-mean).exp(), 0);
            let mut sum = term;
            while sum < service {
                count += 1;
                term *= mean / f64::from(count);
                sum += term;
            }
            assert_eq!(poisson_quantile(service, mean), Ok(i64::from(count)), "{service} {mean}");
        }
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
