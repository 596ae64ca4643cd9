//! The catalogue of failure codes, on both databases.

use domain::{
    Caller, Error, FieldCode, Noun, Refusal,
    access::Role,
    equipment_type::EquipmentTypeDraft,
    failure_code::{CodeKind, FailureCodeDraft, FailureCodeQuery, FailureCodeView},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use testkit::{World, each_database};

fn draft(kind: &str, code: &str) -> FailureCodeDraft {
    FailureCodeDraft {
        kind: kind.into(),
        code: code.into(),
        label_fr: "Courroie lâche".into(),
        label_en: "Loose belt".into(),
        ..Default::default()
    }
}

async fn list(w: &World, by: &Caller, query: &str) -> Vec<FailureCodeView> {
    let query = FailureCodeQuery::read(&mut domain::url::QueryReader::new(query));
    w.services.failure_codes().list(by, &query).await.expect("listed")
}

#[tokio::test]
async fn a_plant_starts_with_codes_of_every_kind_which_are_then_its_own() {
    each_database(|w| async move {
        let codes = w.services.failure_codes();
        let start = list(&w, &w.admin, "").await;
        let of = |kind| start.iter().filter(|code| code.kind == kind).count();
        assert_eq!([CodeKind::Mode, CodeKind::Mechanism, CodeKind::Cause].map(of), [12, 11, 10]);
        assert!(start.iter().all(|code| code.equipment_type.is_none() && !code.retired));
        let twice = codes.create(&w.admin, &draft("mode", "vib")).await.map(|_| ());
        assert_eq!(twice, Err(Error::field("code", FieldCode::Duplicate)));
        // The same word may answer another question.
        let made = codes.create(&w.admin, &draft("cause", "VIB")).await.expect("created");
        assert_eq!((made.position, made.version), (10, 1));
        let other = FailureCodeDraft { kind: "mode".into(), ..FailureCodeDraft::from(&made) };
        let refused = codes.update(&w.admin, made.id, &other).await.map(|_| ());
        assert_eq!(refused, Err(Error::field("kind", FieldCode::NotAllowed)));
        codes.delete(&w.admin, start[0].id).await.expect("nothing refers to it");
        assert_eq!(list(&w, &w.admin, "kind=mode").await.len(), 11);
        let gone = codes.get(&w.admin, start[0].id).await.map(|_| ());
        assert_eq!(gone, Err(Error::NotFound(Noun::FailureCode)));
    })
    .await;
}

#[tokio::test]
async fn codes_are_read_by_those_who_read_sites_and_written_by_those_who_write_types() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let tech = w.person("tech", Role::Technician, &[site]).await;
        let client = w.person("client", Role::Client, &[site]).await;
        let codes = w.services.failure_codes();
        w.statements.take();
        assert_eq!(list(&w, &tech, "").await.len(), 33);
        assert_eq!(w.statements.take(), 1);
        assert_eq!(codes.create(&tech, &draft("mode", "X")).await.map(|_| ()), Err(Error::Forbidden));
        let hidden = codes.list(&client, &FailureCodeQuery::default()).await;
        assert_eq!(hidden, Err(Error::Forbidden));
    })
    .await;
}

#[tokio::test]
async fn a_code_of_a_type_is_offered_for_its_machines_until_it_is_retired() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let kind = EquipmentTypeDraft { name: "Presse".into(), ..Default::default() };
        let kind = w.services.equipment_types().create(&w.admin, &kind).await.expect("a type").id;
        let press = w.equipment_with(site, "PH-001", |e| e.type_id = kind.to_string()).await.row.id;
        let other = w.equipment(site, "X-001").await;
        let tech = w.person("tech", Role::Technician, &[site]).await;
        let codes = w.services.failure_codes();
        let nowhere = FailureCodeDraft { equipment_type_id: "987".into(), ..draft("mode", "VER") };
        let refused = codes.create(&w.admin, &nowhere).await.map(|_| ());
        assert_eq!(refused, Err(Error::field("equipment_type_id", FieldCode::NotFound)));
        let own = FailureCodeDraft { equipment_type_id: kind.to_string(), ..nowhere };
        let own = codes.create(&w.admin, &own).await.expect("created");
        assert_eq!(own.equipment_type.as_ref().map(|kind| kind.name.as_str()), Some("Presse"));
        let offered = async |machine| {
            let offered = codes.offered(&tech, machine).await.expect("read");
            offered.iter().any(|code| code.id == own.id)
        };
        assert_eq!((offered(press).await, offered(other).await), (true, false));
        assert_eq!(list(&w, &tech, &format!("equipment_type={kind}")).await.len(), 34);
        // The type stays as long as a code is for it.
        let used = w.services.equipment_types().delete(&w.admin, kind).await;
        let Err(Error::Refused(Refusal::InUse { by })) = used else { panic!("deleted") };
        assert!(by.iter().any(|usage| usage.noun == Noun::FailureCode && usage.examples == ["VER"]));
        let retired = FailureCodeDraft { retired: "true".into(), ..FailureCodeDraft::from(&own) };
        codes.update(&w.admin, own.id, &retired).await.expect("saved");
        assert!(!offered(press).await);
        assert_eq!(list(&w, &tech, "retired=true").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_code_that_a_failure_has_is_not_deleted() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        let work = w.intervention(press, "Fuite", w.clock.now()).await;
        let failure = w.failure_of(press, work).await;
        let cause = list(&w, &w.admin, "kind=cause").await[0].id;
        let row = entity::failure::ActiveModel {
            id: Set(failure),
            cause_id: Set(Some(cause)),
            ..Default::default()
        };
        row.update(&w.db).await.expect("diagnosed");
        let refused = w.services.failure_codes().delete(&w.admin, cause).await;
        let Err(Error::Refused(Refusal::InUse { by })) = refused else { panic!("deleted") };
        let used: Vec<_> = by.iter().map(|u| (u.noun, u.count, u.examples.join(","))).collect();
        assert_eq!(used, [(Noun::Failure, 1, "Fuite".into())]);
    })
    .await;
}
