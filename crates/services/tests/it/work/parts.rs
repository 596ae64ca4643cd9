//! Parts that an intervention used, and what they cost.

use super::Shop;
use domain::{
    Error, FieldCode, Money, Noun, Refusal,
    intervention::{PartDraft, WorkView},
};
use sea_orm::ActiveValue::Set;
use testkit::each_database;

fn part(text: &str, amount: &str) -> PartDraft {
    PartDraft { text: text.into(), amount: amount.into(), ..Default::default() }
}

fn minor(of: &Option<Money>) -> Option<i64> {
    of.as_ref().map(|money| money.minor)
}

/// Parts, and everything.
fn costs(view: &WorkView) -> [Option<i64>; 2] {
    let costs = view.costs.as_ref().expect("told");
    [minor(&costs.parts), minor(&costs.total)]
}

#[tokio::test]
async fn the_cost_is_that_of_the_lines() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let work = shop.w.services.interventions();
        let id = shop.report("Fuite", true).await.row.id;
        shop.assign(id, &[&shop.tech]).await;
        let early = work.add_part(&shop.tech, id, &part("Joint", "3")).await;
        assert!(matches!(early, Err(Error::Refused(Refusal::IllegalMove { .. }))), "not begun yet");
        shop.start(id).await;
        let foreign = work.add_part(&shop.second, id, &part("Joint", "3")).await;
        assert_eq!(foreign.err(), Some(Refusal::NotAssigned.into()));
        let negative = work.add_part(&shop.tech, id, &part("Joint", "-3")).await;
        let from_zero = FieldCode::OutOfRange { min: 0, max: i64::MAX };
        assert_eq!(negative.err(), Some(Error::field("amount", from_zero)));

        work.add_part(&shop.tech, id, &part("Huile", "")).await.expect("not priced yet");
        assert_eq!(costs(&shop.view(id).await), [None, None], "nothing is known");
        work.add_part(&shop.tech, id, &part("2 joints", "12,50")).await.expect("noted");
        let view = shop.view(id).await;
        assert_eq!(costs(&view), [Some(1_250); 2]);
        let [oil, seals] = &view.parts[..] else { panic!("two lines") };
        assert_eq!((oil.text.as_str(), oil.amount.as_ref(), seals.version), ("Huile", None, 1));

        let priced = PartDraft { version: oil.version.to_string(), ..part("Huile, 5 l", "40") };
        work.change_part(&shop.tech, id, oil.id, &priced).await.expect("corrected");
        assert_eq!(costs(&shop.view(id).await), [Some(5_250); 2]);
        let late = work.change_part(&shop.boss, id, oil.id, &priced).await;
        assert!(matches!(late, Err(Error::Stale(_))), "somebody else was quicker");
        work.remove_part(&shop.tech, id, seals.id).await.expect("taken back");
        assert_eq!(costs(&shop.view(id).await), [Some(4_000); 2]);
        let gone = work.remove_part(&shop.tech, id, seals.id).await;
        assert_eq!(gone.err(), Some(Error::NotFound(Noun::InterventionPart)));
        work.remove_part(&shop.tech, id, oil.id).await.expect("taken back");
        assert_eq!(costs(&shop.view(id).await), [Some(0); 2]);

        shop.finish(id).await;
        let finished = work.add_part(&shop.tech, id, &part("Joint", "3")).await;
        assert_eq!(finished.err(), Some(Refusal::NotAssigned.into()), "now the supervisor corrects");
        work.add_part(&shop.boss, id, &part("Joint", "3")).await.expect("noted");
        shop.validate(id).await;
        let locked = work.add_part(&shop.boss, id, &part("Joint", "3")).await;
        assert!(matches!(locked, Err(Error::Refused(Refusal::IllegalMove { .. }))));
    })
    .await;
}

#[tokio::test]
async fn what_came_without_lines_stays_and_clients_are_told_none() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let work = shop.w.services.interventions();
        let (me, day) = (shop.client.user_id(), shop.w.clock.now().plus_seconds(-86_400));
        let id = shop
            .w
            .intervention_with(shop.press, "importée", day, |i| {
                i.requested_by = Set(me);
                i.parts_minor = Set(Some(10_000));
                i.cost_minor = Set(Some(10_000));
                i.status = Set(domain::intervention::InterventionStatus::InProgress);
            })
            .await;
        work.add_part(&shop.boss, id, &part("Filtre", "25")).await.expect("noted");
        let view = shop.view(id).await;
        assert_eq!(costs(&view), [Some(12_500); 2]);
        work.remove_part(&shop.boss, id, view.parts[0].id).await.expect("taken back");
        assert_eq!(costs(&shop.view(id).await), [Some(10_000); 2]);
        work.add_part(&shop.boss, id, &part("Filtre", "25")).await.expect("noted");
        let told = work.work(&shop.client, id).await.expect("theirs");
        assert_eq!((told.parts, told.costs), (vec![], None));
        let foreign = work.add_part(&shop.client, id, &part("Filtre", "25")).await;
        assert_eq!(foreign.err(), Some(Error::Forbidden));
    })
    .await;
}

#[tokio::test]
async fn two_people_note_parts_at_once_and_both_count() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Fuite", true).await.row.id;
        shop.assign(id, &[&shop.tech, &shop.second]).await;
        shop.start(id).await;
        let work = shop.w.services.interventions();
        let (seal, oil) = (part("Joint", "3"), part("Huile", "40"));
        let (first, second) =
            tokio::join!(work.add_part(&shop.tech, id, &seal), work.add_part(&shop.boss, id, &oil));
        first.expect("noted");
        second.expect("noted");
        assert_eq!(costs(&shop.view(id).await), [Some(4_300); 2]);
    })
    .await;
}
