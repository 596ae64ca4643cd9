//! Work outside of requests: jobs, leases, the outbox of mails, one-time links.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let jobs = table(
            "jobs",
            [
                id(),
                text("kind"),
                text("payload"),
                text("state"),
                // Null once the job is at its end, so that the same can be asked for again.
                text_null("dedup_key"),
                big_null("mail_id"),
                int("attempts"),
                int("max_attempts"),
                at("run_at"),
                text_null("lease_by"),
                at_null("lease_until"),
                text_null("last_error"),
                text("request_id"),
                at("created_at"),
                at_null("started_at"),
                at_null("finished_at"),
            ],
        );
        let leases = table(
            "leases",
            [text("name").primary_key().take(), text("holder"), at("until"), at_null("latest_at")],
        );
        let mails = table(
            "mails",
            [
                id(),
                text("message_id"),
                text("to_name"),
                text("to_email"),
                text("language"),
                text("template"),
                text("subject"),
                text_null("text"),
                text_null("html"),
                text("state"),
                int("attempts"),
                text_null("last_answer"),
                at_null("next_try_at"),
                // After this the text of a secret is thrown away.
                at_null("forget_at"),
                text("search_text"),
                at("created_at"),
                at_null("sent_at"),
            ],
        );
        let one_time_tokens = table(
            "one_time_tokens",
            [
                id(),
                text("purpose"),
                big("user_id"),
                text("token_hash"),
                at("created_at"),
                at("expires_at"),
                at_null("used_at"),
            ],
        )
        .foreign_key(&mut part_of("user_id", "users"))
        .take();
        create(
            manager,
            [jobs, leases, mails, one_time_tokens],
            [
                unique("jobs_dedup_key", "jobs", &["dedup_key"]),
                index("jobs_due", "jobs", &["state", "run_at", "id"]),
                index("jobs_state", "jobs", &["state", "id"]),
                index("jobs_kind", "jobs", &["kind", "id"]),
                index("jobs_age", "jobs", &["finished_at"]),
                unique("mails_message_id", "mails", &["message_id"]),
                index("mails_state", "mails", &["state", "id"]),
                index("mails_forget", "mails", &["forget_at"]),
                unique("one_time_tokens_token", "one_time_tokens", &["token_hash"]),
                index("one_time_tokens_user", "one_time_tokens", &["user_id", "purpose"]),
                index("one_time_tokens_age", "one_time_tokens", &["expires_at"]),
            ],
        )
        .await
    }
}
