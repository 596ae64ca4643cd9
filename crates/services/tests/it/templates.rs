//! Intervention templates: what is done again and again.

use domain::{
    Error, FieldCode, Noun, Refusal, Role,
    checklist::StepDraft,
    equipment_type::EquipmentTypeDraft,
    error::Usage,
    intervention::InterventionDraft,
    intervention_template::{InterventionTemplateDraft, TemplateQuery},
};
use testkit::each_database;

fn step(label: &str, kind: &str) -> StepDraft {
    StepDraft { label: label.into(), kind: kind.into(), required: "true".into(), ..Default::default() }
}

fn greasing() -> InterventionTemplateDraft {
    InterventionTemplateDraft {
        title: "Graissage mensuel".into(),
        kind: "preventive".into(),
        priority: "low".into(),
        estimated_minutes: "45".into(),
        description: "Selon le plan de graissage".into(),
        steps: vec![
            step("Consigner la machine", "tick"),
            StepDraft::default(),
            step("Niveau d’huile", "number"),
        ],
        ..Default::default()
    }
}

#[tokio::test]
async fn a_template_keeps_its_steps_in_their_order() {
    each_database(|w| async move {
        let templates = w.services.intervention_templates();
        let made = templates.create(&w.admin, &greasing()).await.expect("created");
        let labels = |steps: &[StepDraft]| steps.iter().map(|s| s.label.clone()).collect::<Vec<_>>();
        assert_eq!(
            labels(&made.steps),
            ["Consigner la machine", "Niveau d’huile"],
            "an empty row is dropped"
        );
        let mut draft = InterventionTemplateDraft::from(&made);
        draft.steps.swap(0, 1);
        draft.steps.push(step("Déconsigner", "tick"));
        let changed = templates.update(&w.admin, made.id, &draft).await.expect("changed");
        assert_eq!(labels(&changed.steps), ["Niveau d’huile", "Consigner la machine", "Déconsigner"]);
        let stale = templates.update(&w.admin, made.id, &draft).await;
        assert!(matches!(stale, Err(Error::Stale(_))), "{stale:?}");
        draft.version = changed.version.to_string();
        draft.steps[0].low = "trois".into();
        let wrong = templates.update(&w.admin, made.id, &draft).await;
        assert_eq!(wrong, Err(Error::field("steps[0].low", FieldCode::NotANumber)));
    })
    .await;
}

#[tokio::test]
async fn a_list_shows_what_is_offered_for_a_family_of_machines_in_two_statements() {
    each_database(|w| async move {
        let templates = w.services.intervention_templates();
        let family = EquipmentTypeDraft { name: "Presse".into(), ..Default::default() };
        let press = w.services.equipment_types().create(&w.admin, &family).await.expect("a type");
        let other = EquipmentTypeDraft { name: "Compresseur".into(), ..Default::default() };
        let other = w.services.equipment_types().create(&w.admin, &other).await.expect("a type");
        let general = templates.create(&w.admin, &greasing()).await.expect("created");
        let special = InterventionTemplateDraft {
            title: "Inspection de presse".into(),
            kind: "inspection".into(),
            equipment_type_id: press.id.to_string(),
            ..greasing()
        };
        let special = templates.create(&w.admin, &special).await.expect("created");
        assert_eq!(special.equipment_type.as_deref(), Some("Presse"));
        let ids = async |query: &str| {
            let found = templates.list(&w.admin, &TemplateQuery::from_url(query)).await.expect("listed");
            found.into_iter().map(|t| t.id).collect::<Vec<_>>()
        };
        w.statements.take();
        assert_eq!(ids("").await, [general.id, special.id]);
        assert_eq!(w.statements.take(), 2);
        assert_eq!(ids(&format!("type={}", press.id)).await, [general.id, special.id]);
        assert_eq!(ids(&format!("type={}", other.id)).await, [general.id]);
        assert_eq!(ids("kind=inspection").await, [special.id]);
        templates.retire(&w.admin, special.id).await.expect("retired");
        assert_eq!(ids("kind=inspection").await, []);
        assert_eq!(ids("kind=inspection&retired=true").await, [special.id]);
        // A family that is gone leaves the template, for any machine.
        w.services.equipment_types().delete(&w.admin, press.id).await.expect("deleted");
        let left = templates.restore(&w.admin, special.id).await.expect("offered again");
        assert_eq!((left.equipment_type_id, left.retired_at), (None, None));
    })
    .await;
}

#[tokio::test]
async fn a_copy_has_a_number_behind_its_title() {
    each_database(|w| async move {
        let templates = w.services.intervention_templates();
        let made = templates.create(&w.admin, &greasing()).await.expect("created");
        let again = templates.create(&w.admin, &greasing()).await;
        assert_eq!(again, Err(Error::field("title", FieldCode::Duplicate)));
        let first = templates.copy(&w.admin, made.id).await.expect("copied");
        let second = templates.copy(&w.admin, made.id).await.expect("copied");
        assert_eq!([&*first.title, &*second.title], ["Graissage mensuel (2)", "Graissage mensuel (3)"]);
        assert_eq!(second.steps, made.steps);
    })
    .await;
}

#[tokio::test]
async fn a_template_that_was_used_is_retired_and_not_deleted() {
    each_database(|w| async move {
        let templates = w.services.intervention_templates();
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        let made = templates.create(&w.admin, &greasing()).await.expect("created");
        let unused = templates.copy(&w.admin, made.id).await.expect("copied");
        let draft = InterventionDraft {
            equipment_id: press.to_string(),
            template_id: made.id.to_string(),
            ..Default::default()
        };
        let work = w.services.interventions();
        let entered = work.create(&w.admin, &draft).await.expect("everything follows from the template");
        assert_eq!(
            (&*entered.row.title, entered.estimated_minutes, entered.description.as_deref()),
            ("Graissage mensuel", Some(45), Some("Selon le plan de graissage"))
        );
        let named = InterventionDraft { title: "Graissage de printemps".into(), ..draft.clone() };
        assert_eq!(work.create(&w.admin, &named).await.expect("entered").row.title, "Graissage de printemps");
        templates.delete(&w.admin, unused.id).await.expect("nothing was made from it");
        let by = vec![Usage { noun: Noun::Intervention, count: 2, examples: vec![] }];
        assert_eq!(templates.delete(&w.admin, made.id).await, Err(Refusal::InUse { by }.into()));
        templates.retire(&w.admin, made.id).await.expect("retired");
        let gone = work.create(&w.admin, &draft).await;
        assert_eq!(gone, Err(Error::field("template_id", FieldCode::NotFound)));
        let read = InterventionDraft::from(&entered);
        let late = InterventionDraft { template_id: made.id.to_string(), ..read };
        let late = work.update(&w.admin, entered.row.id, &late).await;
        assert_eq!(late, Err(Error::field("template_id", FieldCode::NotAllowed)));
    })
    .await;
}

#[tokio::test]
async fn technicians_read_templates_and_clients_do_not() {
    each_database(|w| async move {
        let templates = w.services.intervention_templates();
        let site = w.site("N").await;
        let tech = w.person("tech", Role::Technician, &[site]).await;
        let client = w.person("client", Role::Client, &[site]).await;
        let made = templates.create(&w.admin, &greasing()).await.expect("created");
        assert_eq!(templates.get(&tech, made.id).await.expect("read").title, "Graissage mensuel");
        assert_eq!(templates.get(&client, made.id).await, Err(Error::Forbidden));
        assert_eq!(templates.list(&client, &TemplateQuery::default()).await, Err(Error::Forbidden));
        assert_eq!(templates.copy(&tech, made.id).await, Err(Error::Forbidden));
        assert_eq!(templates.delete(&tech, made.id).await, Err(Error::Forbidden));
    })
    .await;
}

#[tokio::test]
async fn a_copy_of_an_intervention_has_its_words_and_its_template_and_nothing_that_was_done() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        let template =
            w.services.intervention_templates().create(&w.admin, &greasing()).await.expect("created");
        let draft = InterventionDraft {
            equipment_id: press.to_string(),
            template_id: template.id.to_string(),
            due: "2027-06-30".into(),
            planned: "2027-06-01T08:00".into(),
            other_cost: "12".into(),
            report: "Fait".into(),
            ..Default::default()
        };
        let work = w.services.interventions();
        let entered = work.create(&w.admin, &draft).await.expect("entered");
        let like = work.copy_of(&w.admin, entered.row.id).await.expect("read");
        let plain = InterventionDraft {
            equipment_id: press.to_string(),
            title: "Graissage mensuel".into(),
            description: "Selon le plan de graissage".into(),
            kind: "preventive".into(),
            priority: "low".into(),
            estimated_minutes: "45".into(),
            stops_equipment: "false".into(),
            template_id: template.id.to_string(),
            ..Default::default()
        };
        assert_eq!(like, plain);
        w.services.intervention_templates().retire(&w.admin, template.id).await.expect("retired");
        assert_eq!(work.copy_of(&w.admin, entered.row.id).await.expect("read").template_id, "");
        let tech = w.person("tech", Role::Technician, &[site]).await;
        assert_eq!(work.copy_of(&tech, entered.row.id).await, Err(Error::Forbidden));
    })
    .await;
}
