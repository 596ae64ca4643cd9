//! What a person may not do to equipment, and how much at once.

use domain::{
    EquipmentId, Error, FieldCode, Noun, Refusal,
    equipment::{EquipmentDraft, EquipmentState, StateDraft},
    saved_view::{SavedViewDraft, ViewedList},
};
use entity::saved_view;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use testkit::each_database;

#[tokio::test]
async fn a_person_keeps_12_filters_and_sees_every_one() {
    each_database(|w| async move {
        let kept = |i: i32| SavedViewDraft {
            list: "equipment".into(),
            name: format!("F{i}"),
            query: "criticality=critical".into(),
        };
        for i in 0..12 {
            w.services.saved_views().create(&w.admin, &kept(i)).await.expect("kept");
        }
        let one_more = w.services.saved_views().create(&w.admin, &kept(12)).await;
        assert_eq!(one_more, Err(Refusal::TooManyViews { max: 12 }.into()));
        // More were kept before there was a limit.
        for i in 12..15 {
            let row = saved_view::ActiveModel {
                user_id: Set(w.admin.user_id().expect("a person")),
                list: Set(ViewedList::Equipment),
                name: Set(format!("F{i}")),
                name_key: Set(domain::key::code_key(&format!("F{i}"))),
                query: Set("q=a".into()),
                created_at: Set(w.services.now()),
                ..Default::default()
            };
            row.insert(&w.db).await.expect("kept long ago");
        }
        let saved = || async {
            let facets = w.services.equipment().facets(&w.admin).await.expect("read");
            facets.chips.into_iter().filter_map(|c| c.saved).map(|(id, _)| id).collect::<Vec<_>>()
        };
        let all = saved().await;
        assert_eq!(all.len(), 15);
        for id in &all[11..] {
            w.services.saved_views().delete(&w.admin, *id).await.expect("deleted");
        }
        assert_eq!(saved().await.len(), 11);
        w.services.saved_views().create(&w.admin, &kept(20)).await.expect("room again");
    })
    .await;
}

#[tokio::test]
async fn a_retired_machine_keeps_its_state_whichever_way_it_is_edited() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let id = w.equipment(site, "PH-001").await;
        let equipment = w.services.equipment();
        let retired = EquipmentDraft::from(&equipment.retire(&w.admin, id).await.expect("retired"));
        let refused = Err(Error::Refused(Refusal::AlreadyRetired));
        let broken = EquipmentDraft { state: "broken".into(), ..retired.clone() };
        assert_eq!(equipment.update(&w.admin, id, &broken).await.map(|_| ()), refused);
        let why = EquipmentDraft { state_reason: "Fuite".into(), ..retired.clone() };
        assert_eq!(equipment.update(&w.admin, id, &why).await.map(|_| ()), refused);
        let draft = StateDraft { state: "broken".into(), state_reason: String::new() };
        assert_eq!(equipment.change_state(&w.admin, id, &draft).await.map(|_| ()), refused);
        assert_eq!(equipment.set_state(&w.admin, &[id], EquipmentState::Broken).await.map(|_| ()), refused);
        let named = EquipmentDraft { name: "Ancienne presse".into(), ..retired };
        let saved = equipment.update(&w.admin, id, &named).await.expect("the rest can be edited");
        assert_eq!((saved.row.state, saved.row.name.as_str()), (EquipmentState::Inactive, "Ancienne presse"));
    })
    .await;
}

#[tokio::test]
async fn one_change_concerns_500_machines_at_most() {
    each_database(|w| async move {
        let many: Vec<EquipmentId> = (1..=70_000).map(EquipmentId).collect();
        let too_many = Err(Error::field("ids", FieldCode::TooMany { max: 500 }));
        let equipment = w.services.equipment();
        assert_eq!(equipment.set_state(&w.admin, &many, EquipmentState::Active).await, too_many);
        assert_eq!(equipment.set_line(&w.admin, &many, None).await, too_many);
        let enough = equipment.set_state(&w.admin, &many[..500], EquipmentState::Active).await;
        assert_eq!(enough, Err(Error::NotFound(Noun::Equipment)));
    })
    .await;
}
