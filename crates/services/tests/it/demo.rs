//! The demonstration plant, on both databases.

use domain::{
    Caller, EquipmentId, Permission, Role, Timestamp, UserId,
    equipment::{EquipmentState, may_delete},
    failure::Facts,
    intervention::{InterventionKind, InterventionQuery, InterventionStatus},
    notification::NotificationType,
    user::{Language, UserQuery},
};
use entity::{
    audit_entry, counter, equipment, failure, intervention, notification, production_line, site, user,
    user_site, work_period,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use services::{DEMO_ACCOUNTS, Loaded};
use std::collections::{BTreeMap, BTreeSet};
use testkit::{World, each_database};

/// Takes away the world's own account: the demonstration goes into a database that nobody uses.
async fn load(w: &World) -> Loaded {
    for table in ["user_sites", "users"] {
        w.db.execute_unprepared(&format!("DELETE FROM {table}")).await.expect("emptied");
    }
    w.services.demo().load(w.clock.now()).await.expect("loads").expect("an empty database")
}

async fn equipment(w: &World) -> Vec<equipment::Model> {
    equipment::Entity::find().order_by_asc(equipment::Column::Code).all(&w.db).await.expect("read")
}

async fn work(w: &World) -> Vec<intervention::Model> {
    let select = intervention::Entity::find();
    let select = select.order_by_asc(intervention::Column::SiteId).order_by_asc(intervention::Column::Code);
    select.all(&w.db).await.expect("read")
}

#[tokio::test]
async fn the_plant_has_the_announced_size() {
    each_database(|w| async move {
        let loaded = load(&w).await;
        let work = work(&w).await;
        let sites = site::Entity::find().all(&w.db).await.expect("read");
        let lines = production_line::Entity::find().all(&w.db).await.expect("read");
        let people = user::Entity::find().all(&w.db).await.expect("read");
        assert_eq!((sites.len(), lines.len(), people.len(), loaded.equipment), (2, 8, 12, 120));
        assert_eq!(loaded.interventions, work.len());
        assert!((1_800..=2_500).contains(&work.len()), "{}", work.len());
        let of = |role: Role| people.iter().filter(|p| p.role == role).count();
        assert_eq!(Role::ALL.iter().map(|r| of(*r)).collect::<Vec<_>>(), [1, 2, 7, 2]);
        for (email, role) in DEMO_ACCOUNTS {
            let person = people.iter().find(|p| p.email == email).expect("announced");
            assert_eq!((person.role, person.language, person.is_active), (role, Language::Fr, true));
            assert_eq!(person.search_text, domain::text::fold(&person.search_text));
        }
        let query = UserQuery::from_url("role=technician").0;
        let technicians = w.services.users().list(&Caller::system("test", Permission::ALL), &query).await;
        for row in technicians.expect("listed").data {
            let technician = row.technician.expect("a technician");
            assert!(technician.specialty.is_some() && technician.skills.len() > 1, "{}", row.user.username);
        }
        assert!(audit_entry::Entity::find().one(&w.db).await.expect("read").is_some());
    })
    .await;
}

#[tokio::test]
async fn the_accounts_sign_in_with_the_announced_password() {
    each_database(|w| async move {
        load(&w).await;
        let claire = user::Entity::find()
            .filter(user::Column::Username.eq("claire.dumas"))
            .one(&w.db)
            .await
            .expect("read")
            .expect("Claire");
        let verified = services::password::verify(services::DEMO_PASSWORD, Some(&claire.password_hash));
        assert!(verified.await.expect("verifies"));
        let sites = user_site::Entity::find().filter(user_site::Column::UserId.eq(claire.id));
        assert_eq!(sites.all(&w.db).await.expect("read").len(), 2);
    })
    .await;
}

#[tokio::test]
async fn it_is_loaded_only_where_nobody_has_an_account() {
    each_database(|w| async move {
        assert_eq!(w.services.demo().load(w.clock.now()).await, Ok(None));
        assert!(equipment(&w).await.is_empty());
        load(&w).await;
        assert_eq!(w.services.demo().load(w.clock.now()).await, Ok(None));
        assert_eq!(equipment(&w).await.len(), 120);
    })
    .await;
}

#[tokio::test]
async fn the_tree_has_no_ring_and_stays_in_its_site() {
    each_database(|w| async move {
        load(&w).await;
        let all = equipment(&w).await;
        let by_id: BTreeMap<EquipmentId, &equipment::Model> = all.iter().map(|e| (e.id, e)).collect();
        let components = all.iter().filter(|e| e.parent_id.is_some()).count();
        assert!((40..=70).contains(&components), "{components}");
        for e in &all {
            let mut above = e;
            for _ in 0..all.len() {
                let Some(parent) = above.parent_id else { break };
                above = by_id[&parent];
                assert_eq!(above.site_id, e.site_id);
            }
            assert_eq!(above.parent_id, None, "{} stands in a ring", e.code);
        }
    })
    .await;
}

#[tokio::test]
async fn codes_and_numbers_are_unique_and_counted() {
    each_database(|w| async move {
        load(&w).await;
        let (all, work) = (equipment(&w).await, work(&w).await);
        let codes: BTreeSet<_> = all.iter().map(|e| (e.site_id, &e.code)).collect();
        let serials: BTreeSet<_> = all.iter().map(|e| &e.serial_number).collect();
        assert_eq!((codes.len(), serials.len()), (120, 120));
        let mut last: BTreeMap<(i64, String), i64> = BTreeMap::new();
        for pair in work.windows(2).filter(|p| p[0].site_id == p[1].site_id) {
            assert!(pair[0].code < pair[1].code && pair[0].reported_at <= pair[1].reported_at);
        }
        for i in &work {
            let (year, number) =
                i.code.strip_prefix("OT-").and_then(|c| c.split_once('-')).expect("a number");
            let name = format!("OT-{year}");
            let before = last.insert((i.site_id.0, name), number.parse().expect("digits"));
            assert_eq!(
                before.unwrap_or(0) + 1,
                number.parse::<i64>().expect("digits"),
                "a gap at {}",
                i.code
            );
        }
        for c in counter::Entity::find().all(&w.db).await.expect("read") {
            assert_eq!(last.get(&(c.site_id.0, c.name.clone())), Some(&c.value));
        }
        for e in &all {
            let count = work.iter().filter(|i| i.equipment_id == e.id).count() as i64;
            assert_eq!(e.interventions_count, count, "{}", e.code);
        }
        assert!(all.iter().filter(|e| e.code == "PH-001").all(|e| {
            may_delete(domain::equipment::State { retired_at: None, interventions: e.interventions_count })
                .is_err()
        }));
    })
    .await;
}

#[tokio::test]
async fn everything_happened_in_the_last_two_years_in_working_hours() {
    each_database(|w| async move {
        load(&w).await;
        let now = w.clock.now();
        let from = now.plus_seconds(-(730 + 3) * 86_400);
        let paris = jiff::tz::TimeZone::get("Europe/Paris").expect("a zone");
        for i in work(&w).await {
            let times = [Some(i.reported_at), i.started_at, i.ended_at];
            let times: Vec<Timestamp> = times.into_iter().flatten().collect();
            assert!(times.is_sorted(), "{}", i.code);
            assert!(times.iter().all(|at| (from..=now).contains(at)), "{}", i.code);
            let reported = paris.to_datetime(*i.reported_at);
            let open = i.ended_at.is_none();
            assert!(open || reported.weekday() != jiff::civil::Weekday::Sunday, "{} {reported}", i.code);
            assert!(open || (5..22).contains(&reported.hour()), "{} {reported}", i.code);
            assert_eq!(i.code[3..7].parse(), Ok(reported.year()), "{}", i.code);
            let done = matches!(
                i.status,
                InterventionStatus::Completed | InterventionStatus::Closed | InterventionStatus::Archived
            );
            assert_eq!(done, i.ended_at.is_some(), "{}", i.code);
            assert_eq!((done, done), (i.report.is_some(), i.cost_minor.is_some()), "{}", i.code);
        }
        for e in equipment(&w).await {
            let days = [e.purchased_on, e.installed_on, e.in_service_on, e.warranty_until];
            assert!(days.is_sorted() && days.iter().all(Option::is_some), "{}", e.code);
            assert!(e.in_service_on.is_some_and(|d| *d <= paris.to_datetime(*now).date()), "{}", e.code);
            assert!(e.state_since <= now && e.created_at <= now, "{}", e.code);
        }
    })
    .await;
}

#[tokio::test]
async fn a_machine_out_of_service_says_why_and_has_a_work_order() {
    each_database(|w| async move {
        load(&w).await;
        let (all, work) = (equipment(&w).await, work(&w).await);
        let in_state = |state| all.iter().filter(move |e| e.state == state).count();
        assert_eq!(in_state(EquipmentState::Broken), 2);
        assert_eq!(in_state(EquipmentState::Maintenance), 1);
        assert!(in_state(EquipmentState::Degraded) >= 4 && in_state(EquipmentState::Active) >= 100);
        for e in &all {
            assert_eq!(e.state == EquipmentState::Active, e.state_reason.is_none(), "{}", e.code);
            let explained = work
                .iter()
                .any(|i| i.equipment_id == e.id && i.ended_at.is_none() && i.reported_at == e.state_since);
            assert!(explained || e.state == EquipmentState::Active, "{}", e.code);
        }
        let worst = all.iter().filter(|e| e.parent_id.is_none()).max_by_key(|e| {
            let failure =
                |i: &&intervention::Model| i.equipment_id == e.id && i.kind == InterventionKind::Corrective;
            work.iter().filter(failure).count()
        });
        assert_eq!(worst.map(|e| e.code.as_str()), Some("RS-201"));
    })
    .await;
}

#[tokio::test]
async fn the_client_sees_a_few_machines_of_their_own() {
    each_database(|w| async move {
        load(&w).await;
        let people = user::Entity::find().all(&w.db).await.expect("read");
        let client = people.iter().find(|p| p.email == "client@vigie.test").expect("the client").id;
        let work = work(&w).await;
        let asked: Vec<_> = work.iter().filter(|i| i.requested_by == Some(client)).collect();
        let on: BTreeSet<_> = asked.iter().map(|i| i.equipment_id).collect();
        assert!((20..=30).contains(&asked.len()) && on.len() == 10, "{} on {}", asked.len(), on.len());
        let known: BTreeSet<UserId> = people.iter().map(|p| p.id).collect();
        let is_known = |id: Option<UserId>| id.is_some_and(|id| known.contains(&id));
        assert!(work.iter().all(|i| is_known(i.requested_by) && is_known(i.created_by)));
    })
    .await;
}

#[tokio::test]
async fn the_texts_are_typeset_in_french() {
    each_database(|w| async move {
        load(&w).await;
        let mut texts: Vec<String> = vec![];
        for i in work(&w).await {
            texts.extend([Some(i.title), i.description, i.report].into_iter().flatten());
        }
        for e in equipment(&w).await {
            texts.extend([Some(e.name), e.state_reason, e.notes, e.manufacturer].into_iter().flatten());
            texts.push(e.specifications);
        }
        for text in &texts {
            assert!(!text.is_empty() && !text.contains(['\'', '{', '|']) || text.starts_with('['), "{text}");
            assert!(![" :", " ;", " !", " ?", " %", "  "].iter().any(|bad| text.contains(bad)), "{text}");
        }
        let different: BTreeSet<_> = texts.iter().collect();
        assert!(different.len() > 900, "only {} different texts", different.len());
    })
    .await;
}

#[tokio::test]
async fn the_same_day_gives_the_same_rows() {
    // Ids and hashes aside: what two databases, or two starts, must agree on.
    let drawn = std::sync::Arc::new(std::sync::Mutex::new(BTreeSet::new()));
    for _ in 0..2 {
        let drawn = drawn.clone();
        each_database(move |w| {
            let drawn = drawn.clone();
            async move {
                load(&w).await;
                let codes: BTreeMap<_, _> = equipment(&w).await.into_iter().map(|e| (e.id, e)).collect();
                let mut rows: Vec<String> = codes
                    .values()
                    .map(|e| {
                        format!("{} {:?} {:?} {}", e.code, e.serial_number, e.in_service_on, e.state_since)
                    })
                    .collect();
                for i in work(&w).await {
                    let on = &codes[&i.equipment_id].code;
                    let (start, cost) = (i.started_at, i.cost_minor);
                    rows.push(format!("{} {on} {} {start:?} {cost:?} {}", i.code, i.search_text, i.status));
                }
                rows.sort();
                drawn.lock().expect("one at a time").insert(rows);
            }
        })
        .await;
    }
    assert_eq!(drawn.lock().expect("one at a time").len(), 1);
}

#[tokio::test]
async fn states_follow_from_failures_and_everybody_has_work() {
    each_database(|w| async move {
        load(&w).await;
        let (all, work) = (equipment(&w).await, work(&w).await);
        let failures = failure::Entity::find().all(&w.db).await.expect("read");
        for e in all.iter().filter(|e| !e.state_by_hand) {
            let own: Vec<_> = failures.iter().filter(|f| f.equipment_id == e.id).map(|f| f.facts()).collect();
            let in_work = work.iter().any(|i| {
                i.equipment_id == e.id && i.stops_equipment && i.status == InterventionStatus::InProgress
            });
            assert_eq!(Facts::of(&own, in_work).state(), e.state, "{}", e.code);
        }
        assert!(failures.len() > 500, "{}", failures.len());
        assert!(failures.iter().filter(|f| f.facts().is_stopping()).count() >= 2);
        let now = w.clock.now();
        let of = |status| work.iter().filter(move |i| i.status == status).count();
        for status in InterventionStatus::PENDING.iter().copied().chain([InterventionStatus::Completed]) {
            assert!(of(status) > 0, "{status}");
        }
        assert!(work.iter().any(|i| i.status.is_pending() && i.due_at.is_some_and(|due| due < now)), "late");
        let query = InterventionQuery { mine: true, ..Default::default() };
        for email in ["technician@vigie.test", "client@vigie.test"] {
            let person = user::Entity::find().filter(user::Column::Email.eq(email)).one(&w.db).await;
            let person = person.expect("read").expect("announced");
            let by = Caller {
                actor: domain::access::Actor::User(person.id),
                role: person.role,
                permissions: person.role.permissions(),
                ..Caller::system("test", &[])
            };
            let own = w.services.interventions().list(&by, &query).await.expect("listed").data;
            let pending = own.iter().find(|i| i.status.is_pending()).expect("something to do");
            let seen = w.services.interventions().work(&by, pending.id).await.expect("read");
            assert!(!seen.history.is_empty(), "{email}");
        }
        for i in work.iter().filter(|i| i.lead_id.is_none()) {
            let nobody = matches!(i.status, InterventionStatus::Open | InterventionStatus::Cancelled);
            assert!(nobody, "{} has nobody", i.code);
        }
        for period in work_period::Entity::find().all(&w.db).await.expect("read") {
            assert!(period.ended_at.is_none_or(|end| period.started_at < end && end <= now));
        }
    })
    .await;
}

#[tokio::test]
async fn most_failures_are_diagnosed_and_some_not_yet() {
    each_database(|w| async move {
        load(&w).await;
        let all = failure::Entity::find().all(&w.db).await.expect("read");
        let share = |known: &dyn Fn(&failure::Model) -> bool| {
            all.iter().filter(|f| known(f)).count() * 100 / all.len().max(1)
        };
        let (seen, why) = (share(&|f| f.mode_id.is_some()), share(&|f| f.cause_id.is_some()));
        assert!((40..=90).contains(&seen) && (25..seen).contains(&why), "{seen} %, {why} %");
        let open = all.iter().filter(|f| f.restored_at.is_none());
        assert!(open.clone().count() > 0 && open.clone().all(|f| f.cause_id.is_none()));
    })
    .await;
}

#[tokio::test]
async fn people_have_written_to_each_other_in_every_tone() {
    each_database(|w| async move {
        load(&w).await;
        let told = notification::Entity::find()
            .order_by_asc(notification::Column::Id)
            .all(&w.db)
            .await
            .expect("read");
        let meant: BTreeSet<_> = told.iter().filter_map(|told| told.meant).collect();
        assert_eq!(meant.len(), NotificationType::ALL.len());
        assert!(
            told.iter().any(|told| told.read_at.is_none()) && told.iter().any(|told| told.read_at.is_some())
        );
        assert!(told.iter().any(|told| told.equipment_id.is_some()));
        assert!(told.iter().all(|told| told.at < w.clock.now() && !told.actor.is_empty()));
        assert!(told.iter().is_sorted_by_key(|told| told.at), "lists follow the numbers");
    })
    .await;
}
