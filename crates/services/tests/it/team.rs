//! Technicians: teams, profiles, shifts, absences, load; on both databases.

use domain::{
    Caller, Date, Error, FieldCode, Noun, Permission, Refusal, Role, SiteId, Timestamp, UserId,
    intervention::{AssignDraft, InterventionDraft, InterventionStatus},
    notification::{NotificationKind, NotificationQuery},
    team::{
        AbsenceDraft, AbsenceKind, AbsenceQuery, AbsenceState, DayDraft, Presence, RefuseDraft, ShiftsDraft,
        SkillDraft, SkillLevel, SkillStanding, TeamDraft, TeamQuery, TechnicianDraft,
    },
};
use entity::{audit_entry, intervention_assignee, work_period};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use testkit::{World, each_database};

struct Shop {
    w: World,
    site: SiteId,
    boss: Caller,
    lea: Caller,
    marc: Caller,
}

fn id(by: &Caller) -> UserId {
    by.user_id().expect("a person")
}

impl Shop {
    async fn new(w: World) -> Self {
        let site = w.site("N").await;
        let boss = w.person("boss", Role::Supervisor, &[site]).await;
        let lea = w.person("lea", Role::Technician, &[site]).await;
        let marc = w.person("marc", Role::Technician, &[site]).await;
        Self { w, site, boss, lea, marc }
    }

    /// A day of the site so many days from today.
    fn day(&self, days: i64) -> String {
        let zone = jiff::tz::TimeZone::get("Europe/Paris").expect("bundled");
        domain::worktime::date_at(self.w.clock.now().plus_seconds(days * 86_400), &zone).to_string()
    }

    fn leave(&self, first: i64, last: i64) -> AbsenceDraft {
        AbsenceDraft {
            kind: "leave".into(),
            first_day: self.day(first),
            last_day: self.day(last),
            remark: "Famille".into(),
            ..Default::default()
        }
    }

    /// Around the clock, every day.
    fn always(&self) -> ShiftsDraft {
        let day = DayDraft { starts: "00:00".into(), ends: "00:00".into(), ..Default::default() };
        ShiftsDraft { valid_from: self.day(-30), days: vec![day; 7], version: String::new() }
    }

    async fn told(&self, who: &Caller) -> Vec<NotificationKind> {
        let list = self.w.services.notifications().list(who, &NotificationQuery::default()).await;
        list.expect("listed").data.into_iter().map(|told| told.kind).collect()
    }

    async fn work(&self, who: &Caller, at: Timestamp, minutes: Option<i32>) -> domain::InterventionId {
        let machine = self.w.equipment(self.site, &format!("M{}", at.as_millisecond())).await;
        let work = self.w.intervention_with(machine, "Courroie", at, |row| {
            row.status = Set(InterventionStatus::Assigned);
            row.planned_at = Set(Some(at));
            row.estimated_minutes = Set(minutes);
        });
        let work = work.await;
        let row = intervention_assignee::ActiveModel {
            intervention_id: Set(work),
            user_id: Set(id(who)),
            lead: Set(true),
            assigned_at: Set(at),
            ..Default::default()
        };
        row.insert(&self.w.db).await.expect("assigned");
        work
    }
}

#[tokio::test]
async fn a_team_has_a_unique_name_a_site_and_somebody_who_directs_work() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let teams = shop.w.services.teams();
        let draft = TeamDraft {
            site_id: shop.site.to_string(),
            name: "Équipe A".into(),
            supervisor_id: id(&shop.boss).to_string(),
            active: "true".into(),
            ..Default::default()
        };
        let made = teams.create(&shop.boss, &draft).await.expect("created");
        assert_eq!((made.members, made.supervisor.as_ref().map(|s| s.id)), (0, Some(id(&shop.boss))));
        let same = TeamDraft { name: "equipe a".into(), ..draft.clone() };
        assert_eq!(teams.create(&shop.boss, &same).await, Err(Error::field("name", FieldCode::Duplicate)));
        let led = TeamDraft { name: "B".into(), supervisor_id: id(&shop.lea).to_string(), ..draft.clone() };
        let refused = teams.create(&shop.boss, &led).await;
        assert_eq!(refused, Err(Error::field("supervisor_id", FieldCode::NotAllowed)));
        let elsewhere = shop.w.site("E").await;
        let far = TeamDraft { name: "C".into(), site_id: elsewhere.to_string(), ..draft.clone() };
        assert_eq!(teams.create(&shop.boss, &far).await, Err(Error::field("site_id", FieldCode::NotFound)));
        assert_eq!(teams.create(&shop.lea, &draft).await, Err(Error::Forbidden));
        let mut change = TeamDraft::from(&made);
        change.active = "false".into();
        teams.update(&shop.boss, made.id, &change).await.expect("changed");
        assert!(matches!(teams.update(&shop.boss, made.id, &change).await, Err(Error::Stale(_))));
        shop.w.statements.take();
        assert_eq!(teams.all(&shop.lea).await.expect("listed").len(), 1);
        assert_eq!(shop.w.statements.take(), 2);
        let other = shop.w.person("far", Role::Supervisor, &[elsewhere]).await;
        assert_eq!(teams.get(&other, made.id).await, Err(Error::NotFound(Noun::Team)));
    })
    .await;
}

#[tokio::test]
async fn a_profile_is_changed_by_whoever_directs_and_keeps_certificates_when_the_account_is_saved() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let (team, teams) = (shop.w.services.team(), shop.w.services.teams());
        let draft = TeamDraft {
            site_id: shop.site.to_string(),
            name: "Matin".into(),
            active: "true".into(),
            ..Default::default()
        };
        let matin = teams.create(&shop.boss, &draft).await.expect("created").id;
        let skill = |name: &str, expires: i64| SkillDraft {
            name: name.into(),
            level: "expert".into(),
            certificate: "CACES".into(),
            expires_on: shop.day(expires),
        };
        let lea = id(&shop.lea);
        let mut profile = TechnicianDraft::from(&team.get(&shop.boss, lea).await.expect("seen"));
        assert_eq!(profile.version, "0", "nothing is said yet");
        profile.team_id = matin.to_string();
        profile.home_site_id = shop.site.to_string();
        profile.phone = "06 12 34 56 78".into();
        profile.skills = vec![skill("Levage", -1), skill("Soudure", 30), skill("Froid", 90)];
        let saved = team.update(&shop.boss, lea, &profile).await.expect("saved");
        let told: Vec<_> = saved.row.skills.iter().map(|s| (s.name.as_str(), s.standing)).collect();
        let expected = [
            ("Froid", Some(SkillStanding::Valid)),
            ("Levage", Some(SkillStanding::Expired)),
            ("Soudure", Some(SkillStanding::Expiring)),
        ];
        assert_eq!(told, expected);
        assert_eq!(saved.row.team.as_ref().map(|t| t.name.as_str()), Some("Matin"));
        assert_eq!((saved.phone.as_deref(), saved.version), (Some("06 12 34 56 78"), 1));
        // Two editors: the second learns of the first.
        assert!(matches!(team.update(&shop.boss, lea, &profile).await, Err(Error::Stale(_))));
        // The account's form knows skills by their names alone.
        let users = shop.w.services.users();
        let mut account = users.draft(&shop.w.admin, lea).await.expect("seen");
        account.skills = vec!["Levage, Hydraulique".into()];
        users.update(&shop.w.admin, lea, &account).await.expect("saved");
        let after = team.get(&shop.boss, lea).await.expect("seen");
        let levels: Vec<_> = after.row.skills.iter().map(|s| (s.name.as_str(), s.level)).collect();
        assert_eq!(levels, [("Hydraulique", None), ("Levage", Some(SkillLevel::Expert))]);
        assert!(after.version > saved.version, "the other form is out of date now");

        let elsewhere = shop.w.site("E").await;
        let mut wrong = TechnicianDraft::from(&after);
        wrong.home_site_id = elsewhere.to_string();
        let refused = team.update(&shop.boss, lea, &wrong).await;
        assert_eq!(refused, Err(Error::field("home_site_id", FieldCode::OtherSite)));
        assert_eq!(team.update(&shop.lea, lea, &wrong).await, Err(Error::Forbidden));
        let audited = audit_entry::Entity::find()
            .filter(audit_entry::Column::Entity.eq(Noun::Technician))
            .count(&shop.w.db)
            .await
            .expect("counted");
        assert_eq!(audited, 1);
        let used = teams.delete(&shop.boss, matin).await;
        assert!(matches!(used, Err(Error::Refused(Refusal::InUse { .. }))), "{used:?}");
    })
    .await;
}

#[tokio::test]
async fn the_list_tells_presence_load_and_current_work_in_nine_statements() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let team = shop.w.services.team();
        team.set_shifts(&shop.boss, id(&shop.lea), &shop.always()).await.expect("saved");
        let now = shop.w.clock.now();
        let running = shop.work(&shop.lea, now, Some(90)).await;
        shop.work(&shop.lea, now.plus_seconds(-1), None).await;
        shop.work(&shop.marc, now.plus_seconds(-2), Some(60)).await;
        let clock = work_period::ActiveModel {
            intervention_id: Set(running),
            user_id: Set(id(&shop.lea)),
            started_at: Set(now),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        clock.insert(&shop.w.db).await.expect("a clock");
        shop.w.statements.take();
        let rows = team.list(&shop.marc, &TeamQuery::default()).await.expect("listed");
        let few = shop.w.statements.take();
        assert_eq!(few, 9);
        let names: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.presence)).collect();
        assert_eq!(names, [("lea Test", Presence::Present), ("marc Test", Presence::Unknown)]);
        assert_eq!(rows[0].current.as_ref().map(|work| work.id), Some(running));
        let load = rows[0].load;
        assert_eq!((load.planned_minutes, load.unestimated), (90, 1));
        assert!((167 * 60..=169 * 60).contains(&load.capacity_minutes), "{load:?}");
        assert_eq!((rows[1].load.capacity_minutes, rows[1].load.percent()), (0, None));
        for i in 0..5 {
            shop.w.person(&format!("p{i}"), Role::Technician, &[shop.site]).await;
        }
        shop.w.statements.take();
        assert_eq!(team.list(&shop.marc, &TeamQuery::default()).await.expect("listed").len(), 7);
        assert_eq!(shop.w.statements.take(), few, "however many people");
        let present = TeamQuery { present: true, ..Default::default() };
        assert_eq!(team.list(&shop.marc, &present).await.expect("listed").len(), 1);
        let named = TeamQuery { q: "marc".into(), ..Default::default() };
        assert_eq!(team.list(&shop.marc, &named).await.expect("listed").len(), 1);
        let client = shop.w.person("client", Role::Client, &[shop.site]).await;
        assert_eq!(team.list(&client, &present).await, Err(Error::Forbidden));
        let elsewhere = shop.w.site("E").await;
        let far = shop.w.person("far", Role::Technician, &[elsewhere]).await;
        assert_eq!(team.list(&far, &TeamQuery::default()).await.expect("listed").len(), 1, "themselves");
        assert_eq!(team.get(&far, id(&shop.lea)).await, Err(Error::NotFound(Noun::Technician)));
    })
    .await;
}

#[tokio::test]
async fn an_absence_is_proposed_decided_and_told() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let team = shop.w.services.team();
        let made = team.add_absence(&shop.lea, &shop.leave(3, 5)).await.expect("proposed");
        assert_eq!((made.state, made.kind), (AbsenceState::Proposed, Some(AbsenceKind::Leave)));
        assert_eq!(shop.told(&shop.boss).await, [NotificationKind::AbsenceProposed]);
        assert_eq!(team.approve(&shop.lea, made.id).await, Err(Error::Forbidden));
        let again = team.add_absence(&shop.lea, &shop.leave(5, 8)).await;
        let Err(Error::Invalid(errors)) = again else { panic!("{again:?}") };
        assert_eq!(errors.0[0].field, "first_day");
        assert!(
            matches!(&errors.0[0].code, FieldCode::AbsentThen { from, .. } if from.starts_with(&shop.day(3)))
        );
        let approved = team.approve(&shop.boss, made.id).await.expect("approved");
        assert_eq!((approved.state, approved.version), (AbsenceState::Approved, 2));
        assert_eq!(shop.told(&shop.lea).await, [NotificationKind::AbsenceApproved]);
        let reason = RefuseDraft { reason: "Complet".into() };
        let late = team.refuse(&shop.boss, made.id, &reason).await;
        let decided = Error::Refused(Refusal::AbsenceDecided { state: "approved".into() });
        assert_eq!(late, Err(decided.clone()), "the second learns of the first");
        assert_eq!(team.remove_absence(&shop.lea, made.id).await, Err(decided));

        let other = team.add_absence(&shop.lea, &shop.leave(20, 20)).await.expect("proposed");
        assert_eq!(team.remove_absence(&shop.marc, other.id).await, Err(Error::Forbidden));
        let without = team.refuse(&shop.boss, other.id, &RefuseDraft::default()).await;
        assert_eq!(without, Err(Error::field("reason", FieldCode::Required)));
        let refused = team.refuse(&shop.boss, other.id, &reason).await.expect("refused");
        assert_eq!((refused.state, refused.reason.as_deref()), (AbsenceState::Refused, Some("Complet")));
        // What was refused stands in nobody's way.
        let third = team.add_absence(&shop.lea, &shop.leave(20, 21)).await.expect("proposed");
        team.remove_absence(&shop.lea, third.id).await.expect("withdrawn");
        team.remove_absence(&shop.boss, made.id).await.expect("deleted");
        assert_eq!(team.remove_absence(&shop.boss, made.id).await, Err(Error::NotFound(Noun::Absence)));
        let for_other = AbsenceDraft { user_id: id(&shop.marc).to_string(), ..shop.leave(1, 1) };
        assert_eq!(team.add_absence(&shop.lea, &for_other).await, Err(Error::Forbidden));
        let entered = team.add_absence(&shop.boss, &for_other).await.expect("entered");
        assert_eq!(entered.state, AbsenceState::Approved);
        assert_eq!(shop.told(&shop.marc).await, [NotificationKind::AbsenceApproved]);
    })
    .await;
}

#[tokio::test]
async fn colleagues_are_told_when_somebody_is_away_and_not_why() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let team = shop.w.services.team();
        let sick = AbsenceDraft {
            user_id: id(&shop.lea).to_string(),
            kind: "sick".into(),
            first_day: shop.day(0),
            remark: "Dos".into(),
            ..Default::default()
        };
        team.add_absence(&shop.boss, &sick).await.expect("entered");
        team.add_absence(&shop.lea, &shop.leave(10, 12)).await.expect("proposed");
        shop.w.statements.take();
        let seen = team.absences(&shop.marc, &AbsenceQuery::default()).await.expect("listed");
        assert_eq!(shop.w.statements.take(), 3);
        assert_eq!(seen.len(), 1, "no proposals of others");
        assert_eq!((seen[0].kind, seen[0].remark.clone()), (None, None));
        let row = &team.list(&shop.marc, &TeamQuery::default()).await.expect("listed")[0];
        assert_eq!(row.presence, Presence::Away);
        assert!(row.presence_until.is_some() && row.next_absence.as_ref().is_some_and(|a| a.kind.is_none()));
        let told = format!("{:?}", team.get(&shop.marc, id(&shop.lea)).await.expect("seen"));
        assert!(!told.contains("Sick") && !told.contains("Dos") && !told.contains("Famille"), "{told}");
        let own = team.absences(&shop.lea, &AbsenceQuery::default()).await.expect("listed");
        assert_eq!(
            own.iter().map(|a| a.kind).collect::<Vec<_>>(),
            [Some(AbsenceKind::Sick), Some(AbsenceKind::Leave)]
        );
        let (waiting, coming) = team.absences_ahead(&shop.boss).await.expect("listed");
        assert_eq!((waiting.len(), coming.len()), (1, 1));
        let until = Date(shop.day(-2).parse::<Date>().expect("a day").0);
        let past = AbsenceQuery { until: Some(until), ..Default::default() };
        assert!(team.absences(&shop.boss, &past).await.expect("listed").is_empty());
    })
    .await;
}

#[tokio::test]
async fn work_is_not_given_to_somebody_who_is_away_when_it_is_to_begin() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let (team, all) = (shop.w.services.team(), shop.w.services.interventions());
        let work = shop.work(&shop.marc, shop.w.clock.now(), Some(30)).await;
        let draft = |days: i64| AssignDraft {
            technicians: vec![id(&shop.lea)],
            planned: format!("{}T10:00", shop.day(days)),
            ..Default::default()
        };
        let leave = team.add_absence(&shop.lea, &shop.leave(3, 5)).await.expect("proposed");
        all.assign(&shop.boss, work, &draft(4)).await.expect("a proposal keeps nobody from work");
        team.approve(&shop.boss, leave.id).await.expect("approved");
        let refused = all.assign(&shop.boss, work, &draft(4)).await;
        let until = format!("{}T00:00:00", shop.day(6));
        let code = FieldCode::PersonAway { name: "lea Test".into(), until };
        assert_eq!(refused.map(|_| ()), Err(Error::field("technicians", code)));
        let held = all.assign(&shop.boss, work, &draft(6)).await.expect("back again");
        let moved = |days: i64| InterventionDraft {
            planned: format!("{}T10:00", shop.day(days)),
            ..InterventionDraft::from(&held)
        };
        let refused = all.update(&shop.boss, work, &moved(4)).await.map(|_| ());
        let until = format!("{}T00:00:00", shop.day(6));
        let code = FieldCode::PersonAway { name: "lea Test".into(), until };
        assert_eq!(refused, Err(Error::field("planned", code)), "planned again for a day when she is away");
        let duty = AbsenceDraft { kind: "on_call".into(), ..shop.leave(9, 9) };
        let duty = AbsenceDraft { user_id: id(&shop.lea).to_string(), ..duty };
        team.add_absence(&shop.boss, &duty).await.expect("on call");
        all.assign(&shop.boss, work, &draft(9)).await.expect("on call is not away");
    })
    .await;
}

#[tokio::test]
async fn a_week_of_shifts_holds_from_a_day_and_is_changed_by_its_version() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let (team, lea) = (shop.w.services.team(), id(&shop.lea));
        let first = team.set_shifts(&shop.boss, lea, &shop.always()).await.expect("saved");
        assert_eq!((first.shifts.len(), first.shifts[0].version), (1, 1));
        assert!(matches!(team.set_shifts(&shop.boss, lea, &shop.always()).await, Err(Error::Stale(_))));
        let change = ShiftsDraft { version: "1".into(), days: vec![], ..shop.always() };
        let changed = team.set_shifts(&shop.boss, lea, &change).await.expect("changed");
        assert_eq!((changed.shifts[0].version, changed.row.load.capacity_minutes), (2, 0));
        let next = ShiftsDraft { valid_from: shop.day(-10), ..shop.always() };
        let next = team.set_shifts(&shop.boss, lea, &next).await.expect("saved");
        assert_eq!((next.shifts.len(), next.row.presence), (2, Presence::Present));
        let day = shop.day(-10).parse().expect("a day");
        team.delete_shifts(&shop.boss, lea, day).await.expect("taken back");
        assert_eq!(team.delete_shifts(&shop.boss, lea, day).await, Err(Error::NotFound(Noun::ShiftPattern)));
        assert_eq!(team.set_shifts(&shop.lea, lea, &shop.always()).await.map(|_| ()), Err(Error::Forbidden));
        assert!(!shop.lea.may(Permission::TeamWrite));
    })
    .await;
}
