//! Several at once, ends, and who may.

use super::Plant;
use domain::{
    Error, FieldCode, Noun, Refusal, Role,
    campaign::{
        AddDraft, CampaignDraft, CampaignQuery, CampaignStatus, CancelDraft, CloseDraft, Exclusion, Tally,
    },
    intervention::{InterventionDraft, InterventionQuery, InterventionStatus},
};
use entity::{campaign_machine, equipment, intervention};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use testkit::each_database;
use tokio::task::JoinSet;

#[tokio::test]
async fn of_those_who_add_at_once_none_adds_a_machine_twice() {
    each_database(|w| async move {
        let p = Plant::new(w, 2).await;
        let made = p.start().await;
        p.machines(3, 5).await;
        let mut tasks = JoinSet::new();
        for _ in 0..6 {
            let (services, by, id) = (p.w.services.clone(), p.boss.clone(), made.row.id);
            tasks.spawn(async move { services.campaigns().add(&by, id, &AddDraft::default()).await });
        }
        let mut added: Vec<i64> = tasks.join_all().await.into_iter().map(|a| a.expect("added")).collect();
        added.sort_unstable();
        assert_eq!(added, [0, 0, 0, 0, 0, 5]);
        let rows =
            campaign_machine::Entity::find().filter(campaign_machine::Column::CampaignId.eq(made.row.id));
        assert_eq!(rows.count(&p.w.db).await, Ok(7));
        assert_eq!(intervention::Entity::find().count(&p.w.db).await, Ok(7));
        // Nor is a form that is sent several times at once.
        let once = p.w.services.campaigns().once().expect("a word");
        let draft = CampaignDraft { once, ..p.draft() };
        let mut tasks = JoinSet::new();
        for _ in 0..4 {
            let (services, by, draft) = (p.w.services.clone(), p.boss.clone(), draft.clone());
            tasks
                .spawn(async move { services.campaigns().create(&by, &draft).await.map(|made| made.row.id) });
        }
        let made: Vec<_> = tasks.join_all().await;
        assert!(made.iter().all(|id| id.is_ok() && *id == made[0]), "{made:?}");
        assert!(p.w.services.audit().verify(&p.w.admin).await.expect("read").fault.is_none());
    })
    .await;
}

#[tokio::test]
async fn an_end_is_told_to_the_second_and_calls_off_what_is_left_if_asked() {
    each_database(|w| async move {
        let p = Plant::new(w, 3).await;
        let campaigns = p.w.services.campaigns();
        let made = p.start().await;
        let all = p.state(made.row.id, "").await;
        p.set(all[0].intervention.id, InterventionStatus::Completed).await;
        let draft = CancelDraft {
            reason: "Rappel levé".into(),
            interventions: "true".into(),
            version: made.version.to_string(),
        };
        let ended = campaigns.cancel(&p.boss, made.row.id, &draft).await.expect("cancelled");
        assert_eq!(
            (ended.row.status, ended.reason.as_deref()),
            (CampaignStatus::Cancelled, Some("Rappel levé"))
        );
        assert_eq!(ended.row.progress, Tally { done: 1, excluded: 2, ..Default::default() });
        let off = p.state(made.row.id, "state=excluded").await;
        let why = off[0].excluded.clone().expect("called off");
        assert_eq!((why.why, why.reason.as_deref()), (Exclusion::CalledOff, Some("Rappel levé")));
        let gone = Refusal::CampaignEnded { status: "cancelled".into() };
        assert_eq!(campaigns.add(&p.boss, made.row.id, &AddDraft::default()).await, Err(gone.into()));
        let second = p.start().await;
        p.machines(4, 1).await;
        campaigns.add(&p.boss, second.row.id, &AddDraft::default()).await.expect("added");
        let close = CloseDraft { version: second.version.to_string(), ..Default::default() };
        let stale = campaigns.close(&p.boss, second.row.id, &close).await;
        assert!(matches!(stale, Err(Error::Stale(_))), "{stale:?}");
        let closed = campaigns.close(&p.boss, second.row.id, &CloseDraft::default()).await.expect("closed");
        assert_eq!((closed.row.status, closed.row.progress.open), (CampaignStatus::Closed, 4));
    })
    .await;
}

#[tokio::test]
async fn a_campaign_is_seen_by_who_works_in_its_sites_and_ended_by_who_sees_them_all() {
    each_database(|w| async move {
        let p = Plant::new(w, 2).await;
        let other = p.w.site("S").await;
        let machine = p.w.equipment(other, "X-1").await;
        let campaigns = p.w.services.campaigns();
        let draft = CampaignDraft { equipment_ids: vec![machine], ..p.draft() };
        let made = campaigns.create(&p.w.admin, &draft).await.expect("started over both sites");
        let id = made.row.id;
        assert_eq!((made.sites.len(), made.row.progress.machines(), made.whole), (2, 3, true));
        let seen = p.view(id).await;
        assert_eq!((seen.sites.len(), seen.row.progress.machines(), seen.whole), (1, 2, false));
        let refused = campaigns.close(&p.boss, id, &CloseDraft::default()).await;
        assert_eq!(refused, Err(Refusal::CampaignElsewhere.into()));
        let foreign = campaigns.create(&p.boss, &draft).await;
        assert_eq!(foreign, Err(Error::field("equipment_ids", FieldCode::NotFound)));
        let tech = p.w.person("tech", Role::Technician, &[p.site]).await;
        campaigns.get(&tech, id).await.expect("technicians read");
        assert_eq!(campaigns.add(&tech, id, &AddDraft::default()).await, Err(Error::Forbidden));
        assert_eq!(campaigns.preview(&tech, &p.draft()).await, Err(Error::Forbidden));
        let client = p.w.person("client", Role::Client, &[p.site]).await;
        assert_eq!(campaigns.get(&client, id).await, Err(Error::Forbidden));
        let third = p.w.site("T").await;
        let far = p.w.person("far", Role::Supervisor, &[third]).await;
        assert_eq!(campaigns.get(&far, id).await, Err(Error::NotFound(Noun::Campaign)));
        assert_eq!(campaigns.list(&far, &CampaignQuery::default()).await.expect("listed").data, []);
    })
    .await;
}

#[tokio::test]
async fn the_work_of_a_campaign_stays_on_its_machine_and_a_client_is_not_told_of_it() {
    each_database(|w| async move {
        let p = Plant::new(w, 2).await;
        let made = p.start().await;
        let all = p.state(made.row.id, "").await;
        let work = p.w.services.interventions();
        let read = work.get(&p.boss, all[0].intervention.id).await.expect("read");
        let mut draft = InterventionDraft::from(&read);
        draft.equipment_id = all[1].equipment.id.to_string();
        let refused = work.update(&p.boss, read.row.id, &draft).await;
        assert_eq!(refused, Err(Error::field("equipment_id", FieldCode::NotAllowed)));
        let client = p.w.person("client", Role::Client, &[p.site]).await;
        let row = intervention::ActiveModel {
            id: Set(read.row.id),
            requested_by: Set(client.user_id()),
            ..Default::default()
        };
        row.update(&p.w.db).await.expect("theirs");
        assert_eq!(work.get(&client, read.row.id).await.expect("their own").campaign, None);
        let (query, _) = InterventionQuery::from_url(&format!("campaign={}", made.row.id));
        assert_eq!(work.list(&client, &query).await.expect("listed").data, []);
    })
    .await;
}

/// On one database: the second makes two thousand machines slow, and shows nothing more.
#[tokio::test]
async fn one_action_adds_two_thousand_machines_and_no_more() {
    let tried = std::sync::atomic::AtomicBool::new(false);
    let tried = &tried;
    each_database(|w| async move {
        if tried.swap(true, std::sync::atomic::Ordering::Relaxed) {
            return;
        }
        let p = Plant::new(w, 1).await;
        let like = equipment::Entity::find().one(&p.w.db).await.expect("read").expect("a machine");
        let mut rows: Vec<equipment::ActiveModel> = (2..=2_001)
            .map(|number| {
                let mut row: equipment::ActiveModel = like.clone().into();
                row = row.reset_all();
                row.id = sea_orm::ActiveValue::NotSet;
                row.code = Set(format!("CMP-{number:05}"));
                row.code_key = Set(domain::key::code_key(&format!("CMP-{number:05}")));
                row
            })
            .collect();
        while !rows.is_empty() {
            let rest = rows.split_off(rows.len().min(400));
            equipment::Entity::insert_many(rows).exec_without_returning(&p.w.db).await.expect("machines");
            rows = rest;
        }
        let campaigns = p.w.services.campaigns();
        let refused = campaigns.create(&p.boss, &p.draft()).await;
        assert_eq!(refused, Err(Refusal::CampaignTooLarge { max: 2_000 }.into()));
        p.retire(like.id).await;
        let made = p.start().await;
        assert_eq!(made.row.progress.open, 2_000);
    })
    .await;
}
