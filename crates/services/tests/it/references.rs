//! What refers to what: the table in the program, the foreign keys in the databases, and deleting.

use domain::{
    DocumentId, Error, Noun, Refusal, SiteId,
    audit::Action,
    document::{DocumentKind, Holder, Media},
    reference::{OnDelete, REFERENCES, refusing},
};
use entity::{audit_entry, counter, document};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Statement,
    sea_query::{Alias, Expr, ExprTrait, Query},
};
use std::collections::BTreeSet;
use testkit::{World, each_database};

/// The foreign keys that forbid a deletion: `(table, column, table referred to)`.
async fn foreign_keys(w: &World) -> BTreeSet<(String, String, String)> {
    let sql = match w.engine {
        services::Engine::Sqlite => {
            "SELECT m.name, k.\"from\", k.\"table\" FROM sqlite_master m, pragma_foreign_key_list(m.name) k \
             WHERE m.type = 'table' AND k.on_delete <> 'CASCADE'"
        }
        services::Engine::Postgres => {
            "SELECT c.conrelid::regclass::text, a.attname::text, c.confrelid::regclass::text FROM pg_constraint c \
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] \
             WHERE c.contype = 'f' AND c.confdeltype <> 'c'"
        }
    };
    let rows =
        w.db.query_all_raw(Statement::from_string(w.db.get_database_backend(), sql)).await.expect("read");
    let text = |row: &sea_orm::QueryResult, i| row.try_get_by_index::<String>(i).expect("a name");
    rows.iter().map(|row| (text(row, 0), text(row, 1), text(row, 2))).collect()
}

#[tokio::test]
async fn the_table_of_references_is_that_of_the_databases_foreign_keys() {
    each_database(|w| async move {
        let known: BTreeSet<_> = REFERENCES
            .iter()
            .filter(|r| !matches!(&r.on_delete, OnDelete::Refused(usage) if usage.holder.is_some()))
            .map(|r| (r.table.to_owned(), r.column.to_owned(), r.of.to_owned()))
            .collect();
        let stored = foreign_keys(&w).await;
        let missing: Vec<_> = stored.difference(&known).collect();
        assert!(missing.is_empty(), "not in domain::reference::REFERENCES: {missing:?}");
        let gone: Vec<_> = known.difference(&stored).collect();
        assert!(gone.is_empty(), "in domain::reference::REFERENCES, and no foreign key: {gone:?}");
    })
    .await;
}

#[tokio::test]
async fn every_usage_is_counted_and_named_by_columns_that_are_there() {
    each_database(|w| async move {
        let tables: BTreeSet<_> = REFERENCES.iter().map(|r| r.of).collect();
        for (reference, usage) in tables.into_iter().flat_map(refusing) {
            let mut select = Query::select();
            select.column(Alias::new("id")).from(Alias::new(reference.table));
            if let Some(site) = usage.site {
                select.column(Alias::new(site));
            }
            select.and_where(Expr::col(Alias::new(reference.column)).eq(1));
            if let Some(label) = usage.label {
                select.column(Alias::new(label));
            }
            if usage.holder.is_some() {
                select.column(Alias::new("entity")).column(Alias::new("deleted_at"));
            }
            let read = w.db.query_all(&select).await;
            assert!(read.is_ok(), "{}.{}: {read:?}", reference.table, reference.column);
        }
    })
    .await;
}

/// A document of a machine that is not there, in the trash or not.
async fn document_of_nothing(w: &World, site: SiteId, name: &str, in_the_trash: bool) -> DocumentId {
    let at = w.services.now();
    let row = document::ActiveModel {
        id: NotSet,
        site_id: Set(site),
        entity: Set(Holder::Equipment),
        entity_id: Set(987_654),
        series: Set(name.to_owned()),
        number: Set(1),
        version_of: Set(None),
        is_current: Set(true),
        is_cover: Set(false),
        kind: Set(DocumentKind::Manual),
        file_name: Set(name.to_owned()),
        media_type: Set(Media::Pdf),
        size: Set(1),
        sha256: Set("00".repeat(32)),
        width: Set(None),
        height: Set(None),
        storage_key: Set(format!("key-{name}")),
        thumbnail_key: Set(None),
        thumbnail_size: Set(None),
        key_id: Set("test".into()),
        sealed_key: Set(String::new()),
        uploaded_by: Set(None),
        uploaded_at: Set(at),
        deleted_at: Set(in_the_trash.then_some(at)),
        deleted_by: Set(None),
        revision: Set(1),
    };
    row.insert(&w.db).await.expect("a document").id
}

#[tokio::test]
async fn a_site_goes_with_the_numbers_that_it_gave_out() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let row = counter::ActiveModel {
            id: NotSet,
            site_id: Set(site),
            name: Set("OT-2026".into()),
            value: Set(7),
        };
        row.insert(&w.db).await.expect("a counter");
        w.services.sites().delete(&w.admin, site).await.expect("nothing stands in it");
        assert_eq!(counter::Entity::find().count(&w.db).await.expect("counted"), 0);
    })
    .await;
}

#[tokio::test]
async fn a_site_keeps_its_numbers_when_it_is_not_deleted() {
    each_database(|w| async move {
        let site = w.site("N").await;
        w.line(site, "L1").await;
        let row = counter::ActiveModel {
            id: NotSet,
            site_id: Set(site),
            name: Set("OT-2026".into()),
            value: Set(7),
        };
        row.insert(&w.db).await.expect("a counter");
        w.services.sites().delete(&w.admin, site).await.expect_err("a line stands in it");
        assert_eq!(counter::Entity::find().count(&w.db).await.expect("counted"), 1);
    })
    .await;
}

#[tokio::test]
async fn a_site_goes_with_deleted_documents_of_machines_that_are_gone() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let id = document_of_nothing(&w, site, "notice.pdf", true).await;
        w.services.sites().delete(&w.admin, site).await.expect("nothing stands in it");
        assert_eq!(document::Entity::find().count(&w.db).await.expect("counted"), 0);
        let purged = audit_entry::Entity::find()
            .filter(audit_entry::Column::Action.eq(Action::Purged))
            .filter(audit_entry::Column::Entity.eq(Noun::Document))
            .filter(audit_entry::Column::EntityId.eq(id.0));
        assert_eq!(purged.count(&w.db).await.expect("counted"), 1);
    })
    .await;
}

#[tokio::test]
async fn a_document_that_is_not_deleted_keeps_its_site_and_is_named() {
    each_database(|w| async move {
        let site = w.site("N").await;
        document_of_nothing(&w, site, "notice.pdf", false).await;
        document_of_nothing(&w, site, "ancien.pdf", true).await;
        let Err(Error::Refused(Refusal::InUse { by })) = w.services.sites().delete(&w.admin, site).await
        else {
            panic!("the site was deleted")
        };
        let used: Vec<_> = by.iter().map(|u| (u.noun, u.count, u.examples.join(","))).collect();
        assert_eq!(used, [(Noun::Document, 1, "notice.pdf".into())]);
        // The refusal undid the rest: what is in the trash is still there.
        assert_eq!(document::Entity::find().count(&w.db).await.expect("counted"), 2);
    })
    .await;
}
