//! A technician's landing page.

use super::{Shop, user};
use domain::{
    Error, InterventionId,
    equipment::EquipmentState,
    intervention::{AgendaPart, AssignDraft, DayProgress, InterventionDraft, ReasonDraft},
};
use testkit::each_database;

/// A job of the technician, planned so many days from today at noon in Paris.
async fn planned(shop: &Shop, title: &str, in_days: i64) -> InterventionId {
    let zone = jiff::tz::TimeZone::get("Europe/Paris").expect("bundled");
    let day = domain::worktime::date_at(shop.w.clock.now(), &zone).0;
    let day = day.checked_add(jiff::Span::new().days(in_days)).expect("a day");
    let draft = InterventionDraft {
        equipment_id: shop.press.to_string(),
        title: title.into(),
        kind: "preventive".into(),
        priority: "low".into(),
        ..Default::default()
    };
    let all = shop.w.services.interventions();
    let id = all.create(&shop.boss, &draft).await.expect("entered").row.id;
    let to = AssignDraft {
        technicians: vec![user(&shop.tech), user(&shop.second)],
        planned: format!("{day}T12:00"),
        estimated_minutes: "90".into(),
        ..Default::default()
    };
    all.assign(&shop.boss, id, &to).await.expect("assigned");
    id
}

#[tokio::test]
async fn the_landing_page_says_what_is_to_be_done_and_how_far_the_day_has_come() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let all = shop.w.services.interventions();
        let today = planned(&shop, "Graissage", 0).await;
        let week = planned(&shop, "Ronde", 3).await;
        let later = planned(&shop, "Vidange", 20).await;
        let done = planned(&shop, "Contrôle", 0).await;
        shop.start(done).await;
        shop.later(30);
        shop.finish(done).await;
        shop.start(today).await;
        shop.later(15);

        shop.w.statements.take();
        let agenda = all.agenda(&shop.tech).await.expect("read");
        assert_eq!(shop.w.statements.take(), 8);
        let parts: Vec<_> = agenda.jobs.iter().map(|job| (job.row.id, job.part)).collect();
        assert_eq!(
            parts,
            [
                (today, AgendaPart::Now),
                (week, AgendaPart::Week),
                (later, AgendaPart::Later),
                (done, AgendaPart::ToValidate),
            ]
        );
        assert_eq!(agenda.jobs[0].clock.map(|clock| clock.seconds), Some(900));
        assert_eq!(agenda.jobs[1].clock, None);
        assert!(agenda.jobs.iter().all(|job| job.with.len() == 1 && job.estimated_minutes == Some(90)));
        let day = DayProgress { done: 1, all: 2, planned_minutes: 180, worked_seconds: 45 * 60 };
        assert_eq!(agenda.day, day);
        let machines: Vec<_> = agenda.machines.iter().map(|m| (m.equipment.id, m.state, m.jobs)).collect();
        assert_eq!(machines, [(shop.press, EquipmentState::Active, 3)]);
        assert_eq!(agenda.closed, []);

        // The colleague's own clock does not run, and their day is theirs.
        let second = all.agenda(&shop.second).await.expect("read");
        assert_eq!((second.jobs.len(), second.jobs[0].clock), (4, None));
        assert_eq!(second.day.worked_seconds, 0);

        shop.validate(done).await;
        all.cancel(&shop.boss, later, &ReasonDraft { reason: "Inutile".into(), ..Default::default() })
            .await
            .expect("cancelled");
        let agenda = all.agenda(&shop.tech).await.expect("read");
        assert_eq!(agenda.jobs.iter().map(|job| job.row.id).collect::<Vec<_>>(), [today, week]);
        assert_eq!(agenda.closed.iter().map(|row| row.id).collect::<Vec<_>>(), [done]);
        assert_eq!((agenda.day.done, agenda.day.all), (1, 2), "closed work counts for the day it was done");
        assert!(matches!(all.agenda(&shop.client).await, Err(Error::Forbidden)));
    })
    .await;
}
