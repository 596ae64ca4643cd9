//! Properties of every plant.

use super::*;
use proptest::prelude::*;

const END: i64 = 400;

#[derive(Clone, Debug)]
struct World {
    plant: Plant,
    now: Timestamp,
}

fn end() -> impl Strategy<Value = Option<i64>> {
    prop_oneof![1 => Just(None), 8 => (0_i64..60).prop_map(Some)]
}

fn world() -> impl Strategy<Value = World> {
    let failures =
        proptest::collection::vec((0_i64..END, end(), 1_i64..4, any::<bool>(), 0_i64..8, 0_i64..3), 0..9);
    let downs = proptest::collection::vec((0_i64..END, end(), 1_i64..4, 0_usize..3), 0..9);
    let lives = proptest::collection::vec((prop::option::of(0_i64..150), prop::option::of(200_i64..END)), 3);
    (failures, downs, lives, proptest::collection::vec(any::<bool>(), 2), 50_i64..END + 50).prop_map(build)
}

type Rows = (
    Vec<(i64, Option<i64>, i64, bool, i64, i64)>,
    Vec<(i64, Option<i64>, i64, usize)>,
    Vec<(Option<i64>, Option<i64>)>,
    Vec<bool>,
    i64,
);

fn build((failures, downs, lives, links, now): Rows) -> World {
    let parent = [None, Some(EquipmentId(1)), Some(EquipmentId(2))];
    let items = lives.iter().enumerate().map(|(place, (from, to))| Item {
        parent: parent[place],
        stops_parent: place > 0 && links[place - 1],
        in_service: from.map(at),
        retired: to.map(at),
        ..machine(place as i64 + 1)
    });
    let until =
        |start: i64, length: Option<i64>| length.map_or(End::Open, |length| End::At(at(start + length)));
    let failures =
        failures.into_iter().enumerate().map(|(id, (start, length, item, stops, external, mode))| Failure {
            id: FailureId(id as i64),
            item: EquipmentId(item),
            started: at(start),
            restored: until(start, length),
            stops,
            external: external == 0,
            mode: (mode > 0).then_some(mode),
        });
    let downs = downs.into_iter().enumerate().map(|(id, (start, length, item, kind))| Downtime {
        id: DowntimeId(id as i64),
        item: EquipmentId(item),
        kind: DowntimeKind::ALL[kind],
        started: at(start),
        ended: until(start, length),
        failure: None,
    });
    let plant = Plant {
        items: items.collect(),
        failures: failures.collect(),
        downtimes: downs.collect(),
        ..Plant::default()
    };
    World { plant, now: at(now) }
}

fn sum(left: Times, right: Times) -> Times {
    Times {
        required: left.required + right.required,
        up: left.up + right.up,
        planned: left.planned + right.planned,
        unplanned: left.unplanned + right.unplanned,
        external: left.external + right.external,
    }
}

/// Times, failures and merged runs of the items over a window, and the seconds of every pareto bar.
fn totals(world: &World, items: &[i64], window: Span) -> (Times, i64, i64, i64) {
    ask_at(world.plant.clone(), window, world.now, items, |scope| {
        let pareto = scope.pareto(ParetoOf::Downtime, ParetoBy::Mode);
        let lost = pareto.bars.iter().map(|bar| bar.amount).sum();
        (scope.times(), scope.mtbf().denominator, scope.mdt().denominator, lost)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_partition_of_the_window_sums_to_the_whole(world in world(), from in 0_i64..200, first in 1_i64..100, second in 1_i64..150) {
        let (a, b, c) = (at(from), at(from + first), at(from + first + second));
        let whole = totals(&world, &[1], span(a, c));
        let (left, right) = (totals(&world, &[1], span(a, b)), totals(&world, &[1], span(b, c)));
        prop_assert_eq!(sum(left.0, right.0), whole.0);
        prop_assert_eq!((left.1 + right.1, left.2 + right.2, left.3 + right.3), (whole.1, whole.2, whole.3));
    }

    #[test]
    fn up_and_down_are_required_always_and_the_pareto_is_what_failures_took(world in world(), from in 0_i64..200, length in 1_i64..300) {
        for item in 1..=3 {
            let (times, _, _, lost) = totals(&world, &[item], span(at(from), at(from + length)));
            prop_assert_eq!(times.up + times.planned + times.unplanned, times.required);
            prop_assert!(times.up >= 0 && times.planned >= 0 && 0 <= times.external && times.external <= times.unplanned);
            prop_assert_eq!(lost, times.unplanned - times.external);
        }
    }

    #[test]
    fn evidence_sums_to_the_numerator(world in world(), from in 0_i64..200, length in 1_i64..300) {
        let window = span(at(from), at(from + length));
        let (mdt, availability) = ask_at(world.plant.clone(), window, world.now, &[1], |scope| {
            (scope.mdt(), scope.availability_failures())
        });
        let total = |answer: &Answer| answer.evidence.iter().filter(|row| row.is_counted()).map(|row| row.amount).sum::<i64>();
        prop_assert_eq!(total(&mdt), mdt.numerator);
        prop_assert_eq!(total(&availability), availability.denominator - availability.numerator);
    }

    #[test]
    fn the_order_of_rows_does_not_matter(world in world(), turn in 0_usize..9) {
        let window = span(at(20), at(300));
        let mut turned = world.plant.clone();
        let (f, d) = (turned.failures.len().max(1), turned.downtimes.len().max(1));
        turned.failures.rotate_left(turn % f);
        turned.downtimes.rotate_left(turn % d);
        turned.items.rotate_left(turn % 3);
        let bytes = |plant: Plant, items: &[i64]| ask_at(plant, window, world.now, items, |scope| {
            serde_json::to_string(&scope.answers()).expect("serializes")
        });
        prop_assert_eq!(bytes(world.plant.clone(), &[1, 2, 3]), bytes(turned, &[3, 1, 2]));
    }

    #[test]
    fn a_roll_up_is_the_sum_of_its_items(world in world(), from in 0_i64..200, length in 1_i64..300) {
        // Three items that are no parts of each other.
        let mut apart = world;
        apart.plant.items.iter_mut().for_each(|item| item.parent = None);
        let window = span(at(from), at(from + length));
        let all = totals(&apart, &[1, 2, 3], window);
        let each: Vec<_> = (1..=3).map(|item| totals(&apart, &[item], window)).collect();
        prop_assert_eq!(each.iter().fold(Times::default(), |all, one| sum(all, one.0)), all.0);
        let counts = each.iter().fold((0, 0, 0), |all, one| (all.0 + one.1, all.1 + one.2, all.2 + one.3));
        prop_assert_eq!(counts, (all.1, all.2, all.3));
    }

    #[test]
    fn clipping_never_grows(world in world(), from in 0_i64..200, length in 2_i64..300, cut in 1_i64..150) {
        let wide = totals(&world, &[1], span(at(from), at(from + length)));
        let narrow = totals(&world, &[1], span(at(from), at(from + length - cut.min(length - 1))));
        prop_assert!(narrow.0.required <= wide.0.required && narrow.0.up <= wide.0.up);
        prop_assert!(narrow.0.planned <= wide.0.planned && narrow.0.unplanned <= wide.0.unplanned);
        prop_assert!(narrow.1 <= wide.1 && narrow.2 <= wide.2);
        let earlier = World { now: world.now.plus_seconds(-cut), ..world.clone() };
        prop_assert!(totals(&earlier, &[1], span(at(from), at(from + length))).0.required <= wide.0.required);
    }

    #[test]
    fn a_percentage_is_100_or_0_only_when_it_is(numerator in -10_i64..1_010, denominator in 1_i64..1_000, decimals in 0_u32..4) {
        let percent = Percent::of(numerator, denominator, decimals).expect("small");
        let hundred = 100 * 10_i64.pow(decimals);
        prop_assert_eq!(percent.scaled == hundred, numerator == denominator);
        prop_assert_eq!(percent.scaled == 0, numerator == 0);
        prop_assert_eq!(percent.scaled > hundred, numerator > denominator);
    }
}
