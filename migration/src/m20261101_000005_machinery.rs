//! What every use case writes beside its rows: the audit trail, outgoing events, idempotency keys; and
//! settings and the text of forms sent without WASM.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let audit_entries = table(
            "audit_entries",
            [
                id(),
                // 0 for what belongs to no site: each site has its own chain.
                big("site_id"),
                at("at"),
                big_null("user_id"),
                text("actor"),
                text("action"),
                text("entity"),
                big("entity_id"),
                text_null("before"),
                text_null("after"),
                text("request_id"),
                text("prev_hash"),
                text("hash"),
            ],
        );
        let audit_heads =
            table("audit_heads", [big("site_id").primary_key().take(), text("hash"), big("length")]);
        let events = table(
            "events",
            [id(), text("topic"), text("entity"), big("entity_id"), big_null("site_id"), at("at")],
        );
        let idempotency_keys = table(
            "idempotency_keys",
            [
                id(),
                text("owner"),
                text("key"),
                text("body_hash"),
                at("created_at"),
                flag("effect"),
                int_null("status"),
                text_null("content_type"),
                text_null("location"),
                text_null("body"),
            ],
        );
        let settings =
            table("settings", [id(), text("key"), text("value"), big("version"), at("updated_at")]);
        let form_replays = table(
            "form_replays",
            [
                id(),
                text("token"),
                big_null("user_id"),
                text("path"),
                text("fields"),
                text("error"),
                at("expires_at"),
            ],
        );
        create(
            manager,
            [audit_entries, audit_heads, events, idempotency_keys, settings, form_replays],
            [
                index("audit_entries_site", "audit_entries", &["site_id", "id"]),
                index("audit_entries_entity", "audit_entries", &["entity", "entity_id", "id"]),
                index("events_topic", "events", &["topic", "id"]),
                unique("idempotency_keys_key", "idempotency_keys", &["owner", "key"]),
                index("idempotency_keys_age", "idempotency_keys", &["created_at"]),
                unique("settings_key", "settings", &["key"]),
                unique("form_replays_token", "form_replays", &["token"]),
                index("form_replays_age", "form_replays", &["expires_at"]),
            ],
        )
        .await
    }
}
