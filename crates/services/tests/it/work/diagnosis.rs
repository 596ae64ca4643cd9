//! What a failure was: who may say it, with which codes, and what follows from its times.

use super::Shop;
use domain::{
    Caller, Error, FailureId, FieldCode, FieldErrors, Noun, Refusal, Timestamp,
    audit::AuditQuery,
    equipment::EquipmentState,
    equipment_type::EquipmentTypeDraft,
    failure::{DiagnosisDraft, FailureRow},
    failure_code::{FailureCodeDraft, FailureCodeQuery},
    intervention::{FinishDraft, InterventionStatus, MachineAfter, ReturnDraft, WorkAction},
    target::Outcome,
};
use testkit::each_database;

impl Shop {
    async fn failure(&self, id: FailureId) -> FailureRow {
        self.w.services.failures().get(&self.boss, id).await.expect("read")
    }

    /// The diagnosis as it is stored, for somebody to change.
    async fn stored(&self, id: FailureId) -> DiagnosisDraft {
        DiagnosisDraft::from(&self.failure(id).await)
    }

    async fn diagnose(
        &self,
        by: &Caller,
        id: FailureId,
        change: impl FnOnce(&mut DiagnosisDraft),
    ) -> Result<FailureRow, Error> {
        let mut draft = self.stored(id).await;
        change(&mut draft);
        self.w.services.failures().diagnose(by, id, &draft).await
    }

    /// The id of one of the codes that every plant starts with.
    async fn code(&self, code: &str) -> String {
        let all = self.w.services.failure_codes().list(&self.boss, &FailureCodeQuery::default()).await;
        let all = all.expect("listed");
        all.into_iter().find(|c| c.code == code).expect("a code").id.to_string()
    }
}

fn wrong(refused: Result<FailureRow, Error>) -> Vec<(String, FieldCode)> {
    match refused {
        Err(Error::Invalid(FieldErrors(errors))) => errors.into_iter().map(|e| (e.field, e.code)).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn whoever_works_on_it_says_what_it_was_and_after_its_end_who_directs() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Vibrations", true).await.row.id;
        let failure = shop.view(id).await.failures[0].id;
        let (mode, cause) = (shop.code("VIB").await, shop.code("LUB").await);
        let refused = shop.diagnose(&shop.tech, failure, |_| ()).await;
        assert_eq!(refused, Err(Refusal::NotAssigned.into()));
        assert_eq!(shop.diagnose(&shop.client, failure, |_| ()).await, Err(Error::Forbidden));
        shop.assign(id, &[&shop.tech]).await;
        let said = shop.diagnose(&shop.tech, failure, |d| d.mode_id = mode.clone()).await.expect("said");
        assert_eq!(said.mode.map(|code| code.code).as_deref(), Some("VIB"));
        assert_eq!((said.mechanism, said.cause, said.version), (None, None, 2));
        // Saying the same again is nothing.
        assert_eq!(shop.diagnose(&shop.tech, failure, |_| ()).await.expect("the same").version, 2);
        shop.start(id).await;
        shop.later(30);
        shop.finish(id).await;
        let refused = shop.diagnose(&shop.tech, failure, |d| d.cause_id = cause.clone()).await;
        assert_eq!(refused, Err(Refusal::NotAssigned.into()));
        assert!(shop.view(id).await.actions.contains(&WorkAction::Diagnose));
        let said = shop.diagnose(&shop.boss, failure, |d| d.cause_id = cause.clone()).await.expect("said");
        assert_eq!(said.cause.map(|code| code.code).as_deref(), Some("LUB"));
        let view = shop.view(id).await;
        assert_eq!(view.history.iter().filter(|entry| entry.action == "diagnose").count(), 2);
        assert_eq!(view.failures[0].mode.as_ref().map(|code| code.label_en.as_str()), Some("Vibration"));
        shop.validate(id).await;
        let refused = shop.diagnose(&shop.boss, failure, |d| d.cause_id = String::new()).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::IllegalMove { .. }))), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn a_code_answers_its_question_about_machines_of_its_type_and_is_in_use() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let codes = shop.w.services.failure_codes();
        let id = shop.report("Vibrations", true).await.row.id;
        let failure = shop.view(id).await.failures[0].id;
        let kind = EquipmentTypeDraft { name: "Pompe".into(), ..Default::default() };
        let kind = shop.w.services.equipment_types().create(&shop.w.admin, &kind).await.expect("a type").id;
        let own = FailureCodeDraft {
            kind: "mechanism".into(),
            equipment_type_id: kind.to_string(),
            code: "CAV".into(),
            label_fr: "Cavitation".into(),
            label_en: "Cavitation".into(),
            ..Default::default()
        };
        let own = codes.create(&shop.w.admin, &own).await.expect("created").id.to_string();
        let (mode, cause) = (shop.code("VIB").await, shop.code("LUB").await);
        let retire = async |retired: bool| {
            let all = codes.list(&shop.boss, &FailureCodeQuery::default()).await.expect("listed");
            let code = all.into_iter().find(|code| code.code == "LUB").expect("a code");
            let draft = FailureCodeDraft { retired: retired.to_string(), ..FailureCodeDraft::from(&code) };
            codes.update(&shop.boss, code.id, &draft).await.expect("saved");
        };
        retire(true).await;
        let refused = shop
            .diagnose(&shop.boss, failure, |d| {
                (d.mode_id, d.mechanism_id, d.cause_id) = (cause.clone(), own.clone(), cause.clone());
            })
            .await;
        let expected = [
            ("mode_id".to_owned(), FieldCode::UnknownValue),
            ("mechanism_id".to_owned(), FieldCode::OtherType),
            ("cause_id".to_owned(), FieldCode::Retired),
        ];
        assert_eq!(wrong(refused), expected);
        let nowhere = shop.diagnose(&shop.boss, failure, |d| d.mode_id = "98765".into()).await;
        assert_eq!(wrong(nowhere), [("mode_id".to_owned(), FieldCode::NotFound)]);
        retire(false).await;
        shop.diagnose(&shop.boss, failure, |d| d.cause_id = cause.clone()).await.expect("said");
        retire(true).await;
        // What is stored stays.
        let said = shop.diagnose(&shop.boss, failure, |d| d.mode_id = mode.clone()).await.expect("said");
        assert_eq!(said.cause.map(|code| code.code).as_deref(), Some("LUB"));
    })
    .await;
}

#[tokio::test]
async fn the_machine_and_the_target_follow_corrected_times_and_the_trail_tells_both() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let began = shop.w.clock.now();
        let id = shop.report("Carte HS", true).await.row.id;
        let failure = shop.view(id).await.failures[0].id;
        shop.assign(id, &[&shop.tech]).await;
        shop.start(id).await;
        shop.later(60);
        let at = |minutes: i64| began.plus_seconds(minutes * 60).to_string();
        let early = shop.diagnose(&shop.tech, failure, |d| d.restored = at(-5)).await;
        let before = |other: &str| FieldCode::Before { other: other.into() };
        assert_eq!(wrong(early), [("restored".to_owned(), before("started"))]);
        let late = shop.diagnose(&shop.tech, failure, |d| d.running_again = at(90)).await;
        assert_eq!(wrong(late), [("running_again".to_owned(), FieldCode::InFuture)]);
        assert_eq!(shop.state(shop.press).await, EquipmentState::Broken);
        shop.diagnose(&shop.tech, failure, |d| d.running_again = at(20)).await.expect("said");
        assert_eq!(shop.state(shop.press).await, EquipmentState::Degraded);
        let said = shop.diagnose(&shop.tech, failure, |d| d.restored = at(40)).await.expect("said");
        assert_eq!(shop.state(shop.press).await, EquipmentState::Active);
        assert_eq!(said.downtime_seconds, 1_200);
        assert_eq!(shop.view(id).await.target.map(|target| target.outcome), Some(Outcome::Met));
        shop.diagnose(&shop.tech, failure, |d| (d.running_again, d.restored) = Default::default())
            .await
            .expect("said");
        assert_eq!(shop.state(shop.press).await, EquipmentState::Broken);
        let query =
            AuditQuery { entity: vec![Noun::Failure], entity_id: Some(failure.0), ..Default::default() };
        let trail = shop.w.services.audit().list(&shop.w.admin, &query).await.expect("listed");
        let fields: Vec<_> = trail.data[0].changes.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(fields, ["restored_at", "running_again_at"]);
    })
    .await;
}

#[tokio::test]
async fn what_was_corrected_is_withdrawn_when_the_machine_never_ran() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let began: Timestamp = shop.w.clock.now();
        let id = shop.report("Fuite", true).await.row.id;
        let failure = shop.view(id).await.failures[0].id;
        shop.assign(id, &[&shop.tech]).await;
        shop.start(id).await;
        shop.later(60);
        let done = FinishDraft {
            report: "Joint remplacé".into(),
            machine: MachineAfter::Running.to_string(),
            ..Default::default()
        };
        shop.w.services.interventions().finish(&shop.tech, id, &done).await.expect("finished");
        let corrected = began.plus_seconds(1_800).to_string();
        shop.diagnose(&shop.boss, failure, |d| {
            (d.running_again, d.restored) = (corrected.clone(), corrected.clone());
        })
        .await
        .expect("said");
        let back = ReturnDraft {
            kind: "never_repaired".into(),
            reason: "Elle fuit encore".into(),
            ..Default::default()
        };
        shop.w.services.interventions().send_back(&shop.boss, id, &back).await.expect("sent back");
        let open = shop.failure(failure).await;
        assert_eq!((open.running_again_at, open.restored_at), (None, None));
        assert_eq!(shop.state(shop.press).await, EquipmentState::Broken);
        assert_eq!(shop.view(id).await.detail.row.status, InterventionStatus::InProgress);
    })
    .await;
}

#[tokio::test]
async fn two_who_say_it_at_once_do_not_overwrite_each_other() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Fuite", true).await.row.id;
        let failure = shop.view(id).await.failures[0].id;
        let read = shop.stored(failure).await;
        let mode = shop.code("FUI").await;
        shop.diagnose(&shop.boss, failure, |d| d.mode_id = mode.clone()).await.expect("said");
        let draft = DiagnosisDraft { external: "true".into(), ..read };
        let Err(Error::Stale(fields)) =
            shop.w.services.failures().diagnose(&shop.boss, failure, &draft).await
        else {
            panic!("overwritten")
        };
        let told: Vec<_> = fields.iter().map(|f| (f.field.as_str(), f.current.as_str())).collect();
        assert_eq!(told, [("external", "false"), ("mode_id", mode.as_str())]);
    })
    .await;
}
