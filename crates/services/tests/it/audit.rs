//! The audit trail: what it shows, that it cannot be changed, and that a change is found all the same.

use domain::{
    Caller, Error, Noun, Permission, Role, SiteId,
    audit::{Action, AuditQuery},
    page::Window,
    site::SiteDraft,
};
use entity::{audit_entry, audit_head};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, TransactionTrait, Value,
    sea_query::{Alias, Expr, ExprTrait, Query},
};
use services::{Defect, Engine};
use testkit::{World, each_database};

/// Three sites with lines and machines: four chains.
async fn plant(w: &World) -> Vec<SiteId> {
    let mut sites = vec![];
    for code in ["NORD", "SUD", "EST"] {
        let site = w.site(code).await;
        for i in 0..4 {
            w.line(site, &format!("L{i}")).await;
            w.equipment(site, &format!("{code}-{i}")).await;
        }
        sites.push(site);
    }
    sites
}

#[tokio::test]
async fn the_trail_says_who_did_what_to_which_row_and_what_changed() {
    each_database(|w| async move {
        let site = w.site("NORD").await;
        let stored = w.services.sites().get(&w.admin, site).await.expect("the site");
        let draft = SiteDraft { name: "Usine Nord".into(), ..SiteDraft::from(&stored) };
        w.services.sites().update(&w.admin, site, &draft).await.expect("changed");
        w.statements.take();
        let query = AuditQuery { entity: vec![Noun::Site], entity_id: Some(site.0), ..Default::default() };
        let page = w.services.audit().list(&w.admin, &query).await.expect("listed");
        assert_eq!(w.statements.take(), 2);
        let told: Vec<_> = page.data.iter().map(|e| e.action.as_str()).collect();
        assert_eq!(told, ["updated", "created", "trail_opened"]);
        let newest = &page.data[0];
        assert_eq!((newest.actor.as_str(), newest.person.as_deref()), ("admin", Some("admin Test")));
        assert_eq!(newest.site.as_ref().map(|s| s.code.as_str()), Some("NORD"));
        assert_eq!(newest.label.as_deref(), Some("NORD"));
        let changed: Vec<_> = newest
            .changes
            .iter()
            .map(|c| (c.field.as_str(), c.before.as_deref(), c.after.as_deref()))
            .collect();
        assert_eq!(changed, [("name", Some("Site NORD"), Some("Usine Nord"))]);
    })
    .await;
}

#[tokio::test]
async fn the_trail_is_filtered_by_person_action_row_site_and_day() {
    each_database(|w| async move {
        let sites = plant(&w).await;
        let other = w.person("claire", Role::Admin, &[]).await;
        w.clock.advance_seconds(3 * 86_400);
        let draft = SiteDraft { code: "OUEST".into(), name: "Ouest".into(), ..Default::default() };
        w.services.sites().create(&other, &draft).await.expect("a site");
        let count = async |query: AuditQuery| {
            w.services.audit().list(&w.admin, &query).await.expect("listed").pagination.total
        };
        let all = count(AuditQuery::default()).await;
        let of = |query: &str| AuditQuery::from_url(query).0;
        assert_eq!(count(of("actor=Claire")).await, 2);
        assert_eq!(count(of("actor=nobody")).await, 0);
        // A name is enough, be it a part of it.
        assert_eq!(count(of("actor=claire+test")).await, 2);
        assert_eq!(count(of("actor=clai")).await, 2);
        w.statements.take();
        let people = w.services.audit().people(&w.admin).await.expect("listed");
        assert!(people.contains(&"claire Test".to_owned()), "{people:?}");
        assert_eq!(w.statements.take(), 1);
        assert_eq!(count(of(&format!("user={}", other.user_id().expect("a person")))).await, 2);
        assert_eq!(count(of("action=trail_opened")).await, 4);
        assert_eq!(count(of("entity=production_line,equipment")).await, 24);
        assert_eq!(count(of(&format!("site={}", sites[0]))).await, 9);
        assert_eq!(count(of("from=2026-11-23&to=2026-11-23")).await, 2);
        assert_eq!(count(of("to=2026-11-22")).await, all - 2);
        // The end of the list is reached page by page, each entry once.
        let mut seen = vec![];
        let mut query =
            AuditQuery { window: Window { limit: 7, ..Default::default() }, ..Default::default() };
        loop {
            let page = w.services.audit().list(&w.admin, &query).await.expect("listed");
            seen.extend(page.data.iter().map(|e| e.id));
            let Some(next) = page.pagination.next_cursor else { break };
            query = query.at(next.parse().ok());
        }
        assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "{seen:?}");
        assert_eq!(seen.len() as i64, all);
        w.statements.take();
        let (rows, next) =
            w.services.audit().export(&w.admin, &AuditQuery::default(), None).await.expect("exported");
        assert_eq!((rows.len() as i64, next, w.statements.take()), (all, None, 1));
    })
    .await;
}

#[tokio::test]
async fn the_trail_is_for_those_who_may_read_it_and_of_their_sites() {
    each_database(|w| async move {
        let sites = plant(&w).await;
        let mut supervisor = w.person("sam", Role::Supervisor, &sites[..1]).await;
        let refused = w.services.audit().list(&supervisor, &AuditQuery::default()).await;
        assert_eq!(refused.expect_err("forbidden"), Error::Forbidden);
        supervisor.permissions = supervisor.permissions.with(Permission::AuditRead, true);
        let page = w.services.audit().list(&supervisor, &AuditQuery::default()).await.expect("listed");
        assert_eq!(page.data.len(), 9);
        assert!(page.data.iter().all(|e| e.site.as_ref().is_some_and(|s| s.id == sites[0])));
    })
    .await;
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_the_trail() {
    each_database(|w| async move {
        plant(&w).await;
        let mut tried = vec![
            "UPDATE audit_entries SET actor = 'x'",
            "DELETE FROM audit_entries",
            "UPDATE audit_heads SET hash = 'x'",
            "UPDATE audit_heads SET length = length - 1",
            "DELETE FROM audit_heads",
        ];
        if w.engine == Engine::Postgres {
            tried.extend(["TRUNCATE audit_entries", "TRUNCATE audit_heads"]);
        }
        for statement in tried {
            let error = w.db.execute_unprepared(statement).await.expect_err(statement).to_string();
            assert!(error.contains("audit"), "{statement}: {error}");
        }
        let verified = w.services.audit().verify(&w.admin).await.expect("verified");
        assert_eq!((verified.fault, verified.chains), (None, 4));
    })
    .await;
}

#[tokio::test]
async fn many_writers_at_once_leave_whole_chains() {
    each_database(|w| async move {
        let work: Vec<_> = (0..24)
            .map(|i| {
                let (services, by) = (w.services.clone(), w.admin.clone());
                tokio::spawn(async move {
                    let draft =
                        SiteDraft { code: format!("S{i}"), name: format!("S{i}"), ..Default::default() };
                    services.sites().create(&by, &draft).await.map(|_| ())
                })
            })
            .collect();
        for done in work {
            done.await.expect("ran").expect("a site");
        }
        let verified = w.services.audit().verify(&w.admin).await.expect("verified");
        assert_eq!((verified.fault, verified.chains), (None, 25));
    })
    .await;
}

/// The state of the trail before somebody with access to the files touched it.
struct Original {
    entries: Vec<audit_entry::Model>,
    heads: Vec<audit_head::Model>,
}

impl Original {
    async fn read(w: &World) -> Self {
        let entries = audit_entry::Entity::find().order_by_asc(audit_entry::Column::Id).all(&w.db).await;
        let heads = audit_head::Entity::find().order_by_asc(audit_head::Column::SiteId).all(&w.db).await;
        Self { entries: entries.expect("entries"), heads: heads.expect("heads") }
    }

    async fn restore(&self, tx: &DatabaseTransaction) {
        audit_entry::Entity::delete_many().exec(tx).await.expect("emptied");
        audit_head::Entity::delete_many().exec(tx).await.expect("emptied");
        let all = self.entries.iter().map(|e| e.clone().into_active_model().reset_all());
        audit_entry::Entity::insert_many(all).exec_without_returning(tx).await.expect("put back");
        let all = self.heads.iter().map(|h| h.clone().into_active_model().reset_all());
        audit_head::Entity::insert_many(all).exec_without_returning(tx).await.expect("put back");
    }
}

/// A small generator with a seed: the same edits every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }
}

async fn set(
    tx: &DatabaseTransaction,
    table: &'static str,
    key: (&'static str, i64),
    column: &str,
    value: Value,
) {
    let statement = Query::update()
        .table(Alias::new(table))
        .value(Alias::new(column), Expr::value(value))
        .and_where(Expr::col(Alias::new(key.0)).eq(key.1))
        .to_owned();
    tx.execute(&statement).await.expect("edited");
}

/// One edit of somebody who can write the tables, and what it was.
async fn tamper(tx: &DatabaseTransaction, original: &Original, dice: &mut Dice) -> String {
    let entries = &original.entries;
    let entry = entries[dice.roll(entries.len())].clone();
    let other = entries[dice.roll(entries.len())].clone();
    let head = original.heads[dice.roll(original.heads.len())].clone();
    let id = entry.id;
    let on_entry =
        async |column: &str, value: Value| set(tx, "audit_entries", ("id", id), column, value).await;
    match dice.roll(24) {
        0 => on_entry("actor", format!("{}x", entry.actor).into()).await,
        1 => on_entry("action", "signed_out".into()).await,
        2 => on_entry("entity", "session".into()).await,
        3 => on_entry("entity_id", (entry.entity_id + 1).into()).await,
        4 => on_entry("before", format!("{} ", entry.before.clone().unwrap_or_default()).into()).await,
        5 => {
            on_entry("after", Value::String(if entry.after.is_some() { None } else { Some("{}".into()) }))
                .await
        }
        6 => on_entry("after", format!("{}\u{200b}", entry.after.clone().unwrap_or_default()).into()).await,
        7 => on_entry("request_id", format!("{}0", entry.request_id).into()).await,
        8 => on_entry("prev_hash", flipped(&entry.prev_hash).into()).await,
        9 => on_entry("hash", flipped(&entry.hash).into()).await,
        10 => on_entry("at", entry.at.plus_seconds(1 + dice.roll(86_400) as i64).into()).await,
        11 => {
            let user = if entry.user_id.is_some() { None } else { Some(1_i64) };
            on_entry("user_id", Value::BigInt(user)).await;
        }
        12 => on_entry("site_id", (entry.site_id + 1).into()).await,
        13 => on_entry("site_id", 987_654_i64.into()).await,
        14 => on_entry("id", (1_000_000 + id).into()).await,
        15 => {
            audit_entry::Entity::delete_by_id(id).exec(tx).await.expect("deleted");
        }
        16 => {
            let last = entries.iter().rfind(|e| e.site_id == entry.site_id).expect("a chain").id;
            audit_entry::Entity::delete_by_id(last).exec(tx).await.expect("deleted");
        }
        17 => {
            // The chain of a whole site, head and all.
            let of = audit_entry::Column::SiteId.eq(head.site_id);
            audit_entry::Entity::delete_many().filter(of).exec(tx).await.expect("deleted");
            audit_head::Entity::delete_by_id(head.site_id).exec(tx).await.expect("deleted");
        }
        18 => {
            let of = audit_entry::Column::SiteId.eq(entry.site_id);
            audit_entry::Entity::delete_many().filter(of).exec(tx).await.expect("deleted");
        }
        19 => {
            // The same entry once more, at the end of its chain.
            let copy = audit_entry::Model { id: 2_000_000, ..entry.clone() };
            audit_entry::Entity::insert(copy.into_active_model().reset_all()).exec(tx).await.expect("added");
        }
        20 => {
            // Two entries change places.
            let other = if other.id == id { entries[(id as usize) % entries.len()].clone() } else { other };
            let (a, b) = (id, other.id);
            if a == b {
                on_entry("actor", "forged".into()).await;
            } else {
                set(tx, "audit_entries", ("id", a), "id", 3_000_000_i64.into()).await;
                set(tx, "audit_entries", ("id", b), "id", a.into()).await;
                set(tx, "audit_entries", ("id", 3_000_000), "id", b.into()).await;
            }
        }
        21 => set(tx, "audit_heads", ("site_id", head.site_id), "hash", flipped(&head.hash).into()).await,
        22 => set(tx, "audit_heads", ("site_id", head.site_id), "length", (head.length + 1).into()).await,
        _ => set(tx, "audit_heads", ("site_id", head.site_id), "announced", (!head.announced).into()).await,
    }
    format!("{entry:?} / {head:?}")
}

/// Another hash that differs in one place.
fn flipped(hash: &str) -> String {
    match hash.strip_prefix('0') {
        Some(rest) => format!("1{rest}"),
        None => format!("0{}", hash.get(1..).unwrap_or_default()),
    }
}

const UNLOCK_SQLITE: &[&str] = &[
    "DROP TRIGGER audit_entries_kept_update",
    "DROP TRIGGER audit_entries_kept_delete",
    "DROP TRIGGER audit_heads_kept_update",
    "DROP TRIGGER audit_heads_kept_delete",
];
const UNLOCK_POSTGRES: &[&str] = &[
    "DROP TRIGGER audit_entries_kept ON audit_entries",
    "DROP TRIGGER audit_heads_kept ON audit_heads",
    "DROP TRIGGER audit_heads_grow ON audit_heads",
];

#[tokio::test]
async fn a_thousand_edits_behind_the_programs_back_are_all_found() {
    each_database(|w| async move {
        plant(&w).await;
        let original = Original::read(&w).await;
        let unlock = if w.engine == Engine::Postgres { UNLOCK_POSTGRES } else { UNLOCK_SQLITE };
        for statement in unlock {
            w.db.execute_unprepared(statement).await.expect("unlocked");
        }
        let by = Caller::system("verify", &[Permission::AuditRead]);
        let mut dice = Dice(20_261_121);
        for number in 0..1000 {
            let tx = w.db.begin().await.expect("begun");
            original.restore(&tx).await;
            let what = tamper(&tx, &original, &mut dice).await;
            tx.commit().await.expect("written");
            let verified = w.services.audit().verify(&by).await.expect("verified");
            assert!(verified.fault.is_some(), "edit {number} was not found: {what}");
        }
        let tx = w.db.begin().await.expect("begun");
        original.restore(&tx).await;
        tx.commit().await.expect("written");
        let verified = w.services.audit().verify(&by).await.expect("verified");
        assert_eq!((verified.fault, verified.entries), (None, original.entries.len() as u64));
    })
    .await;
}

#[tokio::test]
async fn the_first_bad_entry_is_named() {
    each_database(|w| async move {
        plant(&w).await;
        let unlock = if w.engine == Engine::Postgres { UNLOCK_POSTGRES } else { UNLOCK_SQLITE };
        for statement in unlock {
            w.db.execute_unprepared(statement).await.expect("unlocked");
        }
        let entries = Original::read(&w).await.entries;
        let edited = entries.iter().find(|e| e.action == Action::Created && e.entity == Noun::Equipment);
        let edited = edited.expect("an equipment was made");
        let tx = w.db.begin().await.expect("begun");
        set(&tx, "audit_entries", ("id", edited.id), "actor", "nobody".into()).await;
        let last = entries.last().expect("entries").id;
        set(&tx, "audit_entries", ("id", last), "actor", "nobody".into()).await;
        tx.commit().await.expect("written");
        let fault = w.services.audit().verify(&w.admin).await.expect("verified").fault.expect("found");
        assert_eq!((fault.entry, fault.what, fault.site), (Some(edited.id), Defect::Changed, edited.site_id));
        // What SQLite lets anybody put into a column is found too.
        if w.engine == Engine::Sqlite {
            let garbage = "UPDATE audit_entries SET at = 'yesterday', user_id = 'x' WHERE actor = 'nobody'";
            w.db.execute_unprepared(garbage).await.expect("edited");
            let fault = w.services.audit().verify(&w.admin).await.expect("verified").fault.expect("found");
            assert_eq!((fault.entry, fault.what), (Some(edited.id), Defect::Unreadable));
        }
    })
    .await;
}
