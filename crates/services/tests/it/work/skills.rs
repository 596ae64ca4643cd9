//! Skills that work asks for, and who has them.

use super::{Shop, user};
use domain::{
    Date, Error, FieldCode,
    intervention::{InterventionDraft, Lack, LackReason},
    intervention_template::InterventionTemplateDraft,
    team::{SkillDraft, TechnicianDraft},
};
use testkit::each_database;

impl Shop {
    async fn can(&self, who: &domain::Caller, skill: &str, until: &str) {
        let skill = SkillDraft { name: skill.into(), expires_on: until.into(), ..Default::default() };
        let draft = TechnicianDraft { skills: vec![skill], version: "0".into(), ..Default::default() };
        self.w.services.team().update(&self.boss, user(who), &draft).await.expect("saved");
    }
}

#[tokio::test]
async fn whoever_gives_the_work_is_told_who_lacks_a_skill_on_that_day() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let all = shop.w.services.interventions();
        let today: Date = shop.w.clock.now().to_string()[..10].parse().expect("a day");
        shop.can(&shop.tech, "habilitation br", &today.to_string()).await;
        shop.can(&shop.second, "Froid", "").await;
        let draft = InterventionDraft {
            equipment_id: shop.press.to_string(),
            title: "Thermographie".into(),
            kind: "predictive".into(),
            priority: "low".into(),
            planned: format!("{today}T09:00"),
            skills: vec![String::new(), "Habilitation BR, habilitation br".into()],
            ..Default::default()
        };
        let made = all.create(&shop.boss, &draft).await.expect("entered");
        assert_eq!(made.skills, ["Habilitation BR"]);
        let id = made.row.id;
        let lacks = async |who: &domain::Caller| {
            let found = all.candidates(&shop.boss, id).await.expect("told");
            found.into_iter().find(|one| one.user.id == user(who)).expect("a candidate").lacks
        };
        assert_eq!(lacks(&shop.tech).await, []);
        let missing = Lack { skill: "Habilitation BR".into(), reason: LackReason::Missing, expired_on: None };
        assert_eq!(lacks(&shop.second).await, [missing]);
        let first = all.candidates(&shop.boss, id).await.expect("told").remove(0);
        assert_eq!(first.user.id, user(&shop.tech), "those who can do it come first");
        let later = InterventionDraft {
            planned: format!("{}T09:00", today.tomorrow().expect("a day")),
            version: made.version.to_string(),
            ..InterventionDraft::from(&made)
        };
        all.update(&shop.boss, id, &later).await.expect("changed");
        let expired =
            Lack { skill: "Habilitation BR".into(), reason: LackReason::Expired, expired_on: Some(today) };
        assert_eq!(lacks(&shop.tech).await, [expired]);
        assert_eq!(all.candidates(&shop.tech, id).await, Err(Error::Forbidden));
        let statements = {
            shop.w.statements.take();
            all.candidates(&shop.boss, id).await.expect("told");
            shop.w.statements.take()
        };
        assert!(statements <= 4, "{statements}");
    })
    .await;
}

#[tokio::test]
async fn an_intervention_asks_for_the_skills_of_its_template_unless_told_otherwise() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let template = InterventionTemplateDraft {
            title: "Thermographie".into(),
            kind: "predictive".into(),
            priority: "low".into(),
            skills: vec!["Froid".into()],
            ..Default::default()
        };
        let template = shop.w.services.intervention_templates().create(&shop.boss, &template).await;
        let template = template.expect("saved");
        let all = shop.w.services.interventions();
        let draft = InterventionDraft {
            equipment_id: shop.press.to_string(),
            template_id: template.id.to_string(),
            ..Default::default()
        };
        assert_eq!(all.create(&shop.boss, &draft).await.expect("entered").skills, ["Froid"]);
        let none = InterventionDraft { skills: vec![String::new()], ..draft.clone() };
        assert_eq!(all.create(&shop.boss, &none).await.expect("entered").skills, Vec::<String>::new());
        let many: Vec<String> = (0..11).map(|i| format!("s{i}")).collect();
        let many = InterventionDraft { skills: many, ..draft };
        let refused = all.create(&shop.boss, &many).await.map(|_| ());
        assert_eq!(refused, Err(Error::field("skills", FieldCode::TooMany { max: 10 })));
    })
    .await;
}
