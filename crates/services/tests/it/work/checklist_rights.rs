//! Who may answer a checklist, and when.

use super::{Shop, checklist::pressure};
use domain::{
    Error, FieldCode, Refusal,
    checklist::{AnswerDraft, StepDraft},
    intervention::WorkAction,
};
use testkit::each_database;

#[tokio::test]
async fn a_checklist_is_answered_by_those_who_have_the_work_while_it_is_under_way() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let (id, steps) = shop.inspection().await;
        let other = shop.w.person("other", domain::Role::Technician, &[shop.site]).await;
        let foreign = shop.answer(&other, (id, steps[0]), "5", "").await;
        assert_eq!(foreign, Err(Refusal::NotAssigned.into()));
        assert_eq!(shop.answer(&shop.client, (id, steps[0]), "5", "").await, Err(Error::Forbidden));
        shop.answer(&shop.tech, (id, steps[0]), "5", "").await.expect("assigned");
        shop.answer(&shop.boss, (id, steps[2]), "true", "").await.expect("directs");
        assert!(shop.view(id).await.actions.contains(&WorkAction::Answer));
        shop.finish(id).await;
        let late = shop.answer(&shop.tech, (id, steps[0]), "5.1", "1").await;
        assert_eq!(late, Err(Refusal::NotAssigned.into()));
        shop.answer(&shop.boss, (id, steps[0]), "5.1", "1").await.expect("corrected before the validation");
        let second = shop.w.person("boss2", domain::Role::Supervisor, &[shop.site]).await;
        shop.w.services.interventions().validate(&second, id, &Default::default()).await.expect("validated");
        let locked = shop.answer(&shop.boss, (id, steps[0]), "5.2", "2").await;
        assert!(matches!(locked, Err(Error::Refused(Refusal::IllegalMove { .. }))), "{locked:?}");
        let step = shop.w.services.interventions().add_step(&shop.boss, id, &pressure()).await;
        assert!(matches!(step, Err(Error::Refused(Refusal::IllegalMove { .. }))), "{step:?}");
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_of_the_kind_that_its_step_asks_for() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let (id, steps) = shop.inspection().await;
        let wrong = shop.answer(&shop.tech, (id, steps[0]), "six", "").await;
        assert_eq!(wrong, Err(Error::field("value", FieldCode::NotANumber)));
        let wrong = shop.answer(&shop.tech, (id, steps[1]), "Neuf", "").await;
        assert_eq!(wrong, Err(Error::field("value", FieldCode::UnknownValue)));
        let work = shop.w.services.interventions();
        let photo = StepDraft { label: "Photo".into(), kind: "photo".into(), ..Default::default() };
        let photo = work.add_step(&shop.boss, id, &photo).await.expect("added").id;
        let foreign = shop.answer(&shop.tech, (id, photo), "12345", "").await;
        assert_eq!(foreign, Err(Error::field("value", FieldCode::NotFound)), "no document of it");
        let bare = shop.answer(&shop.tech, (id, photo), "noted", "").await;
        assert_eq!(bare, Err(Error::field("note", FieldCode::Required)));
        let noted =
            AnswerDraft { value: "noted".into(), note: "Appareil déchargé".into(), ..Default::default() };
        let view = work.answer_step(&shop.tech, id, photo, &noted).await.expect("noted");
        assert!(view.steps[3].is_done());
    })
    .await;
}

#[tokio::test]
async fn a_client_sees_no_checklist_and_the_list_counts_in_one_statement() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let (id, steps) = shop.inspection().await;
        shop.answer(&shop.tech, (id, steps[0]), "7", "").await.expect("answered");
        let work = shop.w.services.interventions();
        shop.w.statements.take();
        let counted = work.progress_of(&shop.tech, &[id]).await.expect("counted");
        assert_eq!(shop.w.statements.take(), 1);
        let progress = counted[&id];
        assert_eq!((progress.done, progress.all, progress.out_of_tolerance), (1, 3, 1));
        assert!(work.progress_of(&shop.client, &[id]).await.expect("nothing").is_empty());
        let before = shop.view(id).await.detail.version;
        shop.w.statements.take();
        shop.view(id).await;
        let read = shop.w.statements.take();
        assert!(read <= 14, "{read} statements");
        assert_eq!(shop.view(id).await.detail.version, before);
        let started = shop.report("Fuite", false).await.row.id;
        assert!(!shop.view(started).await.actions.contains(&WorkAction::Answer), "it has no steps");
    })
    .await;
}
