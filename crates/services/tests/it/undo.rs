//! What people have just done and take back.

use domain::{
    Caller, Error, Noun, Role, UndoId,
    access::{Permission, PermissionSet},
    audit::Action,
    checklist::StepDraft,
    equipment::{EquipmentDraft, EquipmentState, StateDraft},
    equipment_type::EquipmentTypeDraft,
    intervention_template::InterventionTemplateDraft,
    team::TeamDraft,
    undo::{Kept, Obstacle, Outcome, UndoView},
};
use entity::{audit_entry, undo, user_site};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use testkit::{World, each_database};

async fn last(w: &World, by: &Caller) -> UndoId {
    w.services.undo().of_request(by).await.expect("answers").expect("something to undo")
}

async fn apply(w: &World, by: &Caller, id: UndoId) -> UndoView {
    w.services.undo().apply(by, id).await.expect("allowed").expect("not too late")
}

fn all_back(back: i64) -> Option<Outcome> {
    Some(Outcome { back, kept: vec![] })
}

fn kept(name: &str, why: Obstacle) -> Kept {
    Kept { name: name.into(), why }
}

#[tokio::test]
async fn a_bulk_change_is_undone_for_each_row_that_nobody_changed_since() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let mut ids = vec![];
        for code in ["A", "B", "C"] {
            ids.push(w.equipment(site, code).await);
        }
        let equipment = w.services.equipment();
        let broken = StateDraft { state: "broken".into(), state_reason: "Fuite".into() };
        let before = equipment.change_state(&w.admin, ids[0], &broken).await.expect("changed");
        w.clock.advance_seconds(60);
        let changed = equipment.set_state(&w.admin, &ids, EquipmentState::Inactive).await;
        assert_eq!(changed, Ok(3));
        let id = last(&w, &w.admin).await;
        let seen = w.services.undo().get(&w.admin, id).await.expect("answers").expect("there");
        assert_eq!((seen.noun, seen.action, seen.count), (Noun::Equipment, Action::StateChanged, 3));
        assert_eq!((seen.state, seen.outcome), (Some(EquipmentState::Inactive), None));

        // Somebody else puts one of them in another state meanwhile.
        let other = w.person("claire", Role::Supervisor, &[site]).await;
        equipment.set_state(&other, &ids[1..2], EquipmentState::Maintenance).await.expect("changed");
        let done = apply(&w, &w.admin, id).await;
        assert_eq!(done.outcome, Some(Outcome { back: 2, kept: vec![kept("B", Obstacle::Changed)] }));

        let after = equipment.get(&w.admin, ids[0]).await.expect("readable");
        assert_eq!(after.row.state, EquipmentState::Broken);
        assert_eq!(after.state_reason.as_deref(), Some("Fuite"));
        assert_eq!(after.state_since, before.state_since, "it has stood still since then");
        let left = equipment.get(&w.admin, ids[1]).await.expect("readable");
        assert_eq!(left.row.state, EquipmentState::Maintenance);
        let third = equipment.get(&w.admin, ids[2]).await.expect("readable");
        assert_eq!(third.row.state, EquipmentState::Active);

        // Twice says the same and does nothing.
        assert_eq!(apply(&w, &w.admin, id).await, done);
        assert_eq!(equipment.get(&w.admin, ids[0]).await, Ok(after));
    })
    .await;
}

#[tokio::test]
async fn a_move_is_undone_unless_the_line_is_gone() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let (first, second) = (w.line(site, "L1").await, w.line(site, "L2").await);
        let a = w.equipment_with(site, "A", |d| d.line_id = first.to_string()).await.row.id;
        let b = w.equipment_with(site, "B", |d| d.line_id = second.to_string()).await.row.id;
        let equipment = w.services.equipment();
        equipment.set_line(&w.admin, &[a, b], None).await.expect("moved");
        let id = last(&w, &w.admin).await;
        w.services.lines().delete(&w.admin, second).await.expect("nothing stands on it");
        let done = apply(&w, &w.admin, id).await;
        assert_eq!(done.outcome, Some(Outcome { back: 1, kept: vec![kept("B", Obstacle::Unattached)] }));
        let line = |e: domain::equipment::EquipmentDetail| e.row.line.map(|line| line.id);
        assert_eq!(equipment.get(&w.admin, a).await.map(line), Ok(Some(first)));
        assert_eq!(equipment.get(&w.admin, b).await.map(line), Ok(None));
    })
    .await;
}

#[tokio::test]
async fn a_retirement_is_undone_with_the_state_of_before() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let id = w.equipment(site, "CG-640-BR").await;
        let equipment = w.services.equipment();
        equipment.set_state(&w.admin, &[id], EquipmentState::Degraded).await.expect("changed");
        equipment.retire(&w.admin, id).await.expect("retired");
        let done = apply(&w, &w.admin, last(&w, &w.admin).await).await;
        assert_eq!((done.name.as_str(), done.row, done.outcome), ("CG-640-BR", Some(id.0), all_back(1)));
        let now = equipment.get(&w.admin, id).await.expect("readable");
        assert_eq!((now.row.retired_at, now.row.state), (None, EquipmentState::Degraded));

        // And what was returned to the lists by mistake is retired again.
        equipment.retire(&w.admin, id).await.expect("retired");
        equipment.restore(&w.admin, id).await.expect("restored");
        apply(&w, &w.admin, last(&w, &w.admin).await).await;
        let now = equipment.get(&w.admin, id).await.expect("readable");
        assert!(now.row.retired_at.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_deleted_machine_comes_back_whole_under_its_number_and_the_trail_tells_of_both() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let line = w.line(site, "L1").await;
        let parent = w.equipment(site, "A").await;
        let read = w
            .equipment_with(site, "A-1", |d| {
                d.line_id = line.to_string();
                d.parent_id = parent.to_string();
                d.serial_number = "250-0417".into();
                d.in_service_on = "2014-03-02".into();
                d.notes = "Graisser".into();
            })
            .await;
        let (id, equipment) = (read.row.id, w.services.equipment());
        equipment.delete(&w.admin, id).await.expect("unused");
        assert_eq!(equipment.get(&w.admin, id).await, Err(Error::NotFound(Noun::Equipment)));
        let done = apply(&w, &w.admin, last(&w, &w.admin).await).await;
        assert_eq!((done.action, done.outcome), (Action::Deleted, all_back(1)));
        let back = equipment.get(&w.admin, id).await.expect("there again");
        let draft = |e: &domain::equipment::EquipmentDetail| EquipmentDraft {
            version: String::new(),
            ..EquipmentDraft::from(e)
        };
        assert_eq!(draft(&back), draft(&read));
        assert_eq!((back.created_at, back.version), (read.created_at, read.version + 1));
        let entries = audit_entry::Entity::find()
            .filter(audit_entry::Column::Entity.eq(Noun::Equipment))
            .filter(audit_entry::Column::EntityId.eq(id.0))
            .order_by_asc(audit_entry::Column::Id)
            .all(&w.db)
            .await
            .expect("read");
        let actions: Vec<_> = entries.iter().map(|e| e.action).collect();
        assert_eq!(actions, [Action::Created, Action::Deleted, Action::Restored]);
        let verified = w.services.audit().verify(&w.admin).await.expect("verified");
        assert_eq!(verified.fault, None);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_machine_stays_deleted_when_its_place_is_taken_or_gone() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let line = w.line(site, "L1").await;
        let equipment = w.services.equipment();
        let taken = w.equipment(site, "A").await;
        equipment.delete(&w.admin, taken).await.expect("unused");
        let id = last(&w, &w.admin).await;
        w.equipment(site, "A").await;
        let done = apply(&w, &w.admin, id).await;
        assert_eq!(done.outcome, Some(Outcome { back: 0, kept: vec![kept("A", Obstacle::Taken)] }));

        let hung = w.equipment_with(site, "B", |d| d.line_id = line.to_string()).await.row.id;
        equipment.delete(&w.admin, hung).await.expect("unused");
        let id = last(&w, &w.admin).await;
        w.services.lines().delete(&w.admin, line).await.expect("nothing stands on it");
        let done = apply(&w, &w.admin, id).await;
        assert_eq!(done.outcome, Some(Outcome { back: 0, kept: vec![kept("B", Obstacle::Unattached)] }));
        assert_eq!(equipment.get(&w.admin, hung).await, Err(Error::NotFound(Noun::Equipment)));
    })
    .await;
}

#[tokio::test]
async fn sites_lines_and_types_come_back_with_what_belonged_to_them() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let reader = w.person("karim", Role::Technician, &[site]).await;
        w.services.sites().delete(&w.admin, site).await.expect("empty");
        let done = apply(&w, &w.admin, last(&w, &w.admin).await).await;
        assert_eq!((done.noun, done.name.as_str(), done.outcome), (Noun::Site, "N", all_back(1)));
        let seen = w.services.sites().get(&reader, site).await.expect("open to those who had it");
        assert_eq!((seen.code.as_str(), seen.version), ("N", 2));
        let access = user_site::Entity::find().filter(user_site::Column::SiteId.eq(site));
        assert_eq!(access.count(&w.db).await.ok(), Some(1));

        let line = w.line(site, "L1").await;
        w.services.lines().delete(&w.admin, line).await.expect("empty");
        let id = last(&w, &w.admin).await;
        w.line(site, "L1").await;
        let done = apply(&w, &w.admin, id).await;
        assert_eq!(done.outcome, Some(Outcome { back: 0, kept: vec![kept("L1", Obstacle::Taken)] }));

        let draft = EquipmentTypeDraft { name: "Presses".into(), ..Default::default() };
        let kind = w.services.equipment_types().create(&w.admin, &draft).await.expect("made");
        w.services.equipment_types().delete(&w.admin, kind.id).await.expect("unused");
        apply(&w, &w.admin, last(&w, &w.admin).await).await;
        let back = w.services.equipment_types().get(&w.admin, kind.id).await.expect("there again");
        assert_eq!((back.name.as_str(), back.version), ("Presses", 2));
    })
    .await;
}

#[tokio::test]
async fn teams_and_templates_come_back_with_their_parts_unless_their_site_is_gone() {
    each_database(|w| async move {
        let step =
            StepDraft { label: "Couper l’énergie".into(), kind: "tick".into(), ..Default::default() };
        let draft = InterventionTemplateDraft {
            title: "Graissage".into(),
            kind: "preventive".into(),
            priority: "medium".into(),
            steps: vec![step],
            ..Default::default()
        };
        let templates = w.services.intervention_templates();
        let made = templates.create(&w.admin, &draft).await.expect("made");
        templates.delete(&w.admin, made.id).await.expect("unused");
        assert_eq!(apply(&w, &w.admin, last(&w, &w.admin).await).await.outcome, all_back(1));
        let back = templates.get(&w.admin, made.id).await.expect("there again");
        assert_eq!((&back.title, &back.steps, back.version), (&made.title, &made.steps, 2));

        let site = w.site("N").await;
        let draft = TeamDraft { site_id: site.to_string(), name: "Équipe A".into(), ..Default::default() };
        let team = w.services.teams().create(&w.admin, &draft).await.expect("made");
        w.services.teams().delete(&w.admin, team.id).await.expect("nobody in it");
        let undo = last(&w, &w.admin).await;
        w.services.sites().delete(&w.admin, site).await.expect("nothing stands in it");
        let done = apply(&w, &w.admin, undo).await;
        assert_eq!(
            done.outcome,
            Some(Outcome { back: 0, kept: vec![kept("Équipe A", Obstacle::Unattached)] })
        );
    })
    .await;
}

#[tokio::test]
async fn a_deactivation_is_undone_and_the_sessions_stay_ended() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let karim = w.person("karim", Role::Technician, &[site]).await;
        let id = karim.user_id().expect("a person");
        w.services.users().set_active(&w.admin, id, false).await.expect("deactivated");
        let done = apply(&w, &w.admin, last(&w, &w.admin).await).await;
        assert_eq!((done.noun, done.outcome), (Noun::User, all_back(1)));
        assert!(w.services.users().get(&w.admin, id).await.expect("readable").is_active);

        w.services.users().set_active(&w.admin, id, false).await.expect("deactivated");
        let undo = last(&w, &w.admin).await;
        w.services.users().set_active(&w.admin, id, true).await.expect("reactivated");
        let done = apply(&w, &w.admin, undo).await;
        assert_eq!(done.outcome.map(|o| o.kept.len()), Some(1), "it was changed since");
    })
    .await;
}

#[tokio::test]
async fn only_its_author_undoes_a_change_and_only_with_the_permission_for_it() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let id = w.equipment(north, "A").await;
        let claire = w.person("claire", Role::Supervisor, &[north]).await;
        let equipment = w.services.equipment();
        equipment.set_state(&claire, &[id], EquipmentState::Broken).await.expect("changed");
        let undo = last(&w, &claire).await;
        assert_eq!(w.services.undo().get(&w.admin, undo).await, Ok(None));
        assert_eq!(w.services.undo().apply(&w.admin, undo).await, Ok(None));

        let lowered = Caller { permissions: PermissionSet::of(&[Permission::AccountOwn]), ..claire.clone() };
        assert_eq!(w.services.undo().apply(&lowered, undo).await, Err(Error::Forbidden));
        let elsewhere = Caller { sites: domain::SiteScope::Only(vec![south]), ..claire.clone() };
        let done = apply(&w, &elsewhere, undo).await;
        assert_eq!(done.outcome, Some(Outcome { back: 0, kept: vec![kept("A", Obstacle::Gone)] }));
        let now = equipment.get(&w.admin, id).await.expect("readable");
        assert_eq!(now.row.state, EquipmentState::Broken);
    })
    .await;
}

#[tokio::test]
async fn after_ten_minutes_it_is_too_late_and_the_rows_are_thrown_away() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let id = w.equipment(site, "A").await;
        w.services.equipment().retire(&w.admin, id).await.expect("retired");
        let undo = last(&w, &w.admin).await;
        w.clock.advance_seconds(601);
        assert_eq!(w.services.undo().get(&w.admin, undo).await, Ok(None));
        assert_eq!(w.services.undo().apply(&w.admin, undo).await, Ok(None));
        assert!(w.services.equipment().get(&w.admin, id).await.expect("readable").row.retired_at.is_some());
        w.services.jobs().clean_up().await.expect("cleaned");
        assert_eq!(undo::Entity::find().count(&w.db).await.ok(), Some(0));
    })
    .await;
}

#[tokio::test]
async fn what_changes_nothing_leaves_nothing_to_undo() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let id = w.equipment(site, "A").await;
        let changed = w.services.equipment().set_state(&w.admin, &[id], EquipmentState::Active).await;
        assert_eq!(changed, Ok(0));
        assert_eq!(w.services.undo().of_request(&w.admin).await, Ok(None));
    })
    .await;
}
