//! The outbox as an administrator sees it.

use super::MailService;
use crate::{
    Services,
    keyset::{self, Ordering},
    local_time, search,
};
use domain::{
    Caller, Error, MailId, Noun, Page, Permission, Refusal, Result, Role,
    audit::{Action, Change},
    job::{Job, JobState},
    mail::{MailDetail, MailQuery, MailState, MailView, may_retry},
};
use entity::{job, mail};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Condition, Expr},
};

impl MailService<'_> {
    /// One page of the outbox, the newest first. Two statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller, query: &MailQuery) -> Result<Page<MailView>> {
        use mail::Column as C;
        let reader = self.0.read(by, Permission::MailManage)?;
        let mut filters = Condition::all().add(search::holds_unindexed(C::SearchText, &query.q));
        if !query.state.is_empty() {
            filters = filters.add(C::State.is_in(query.state.iter().copied()));
        }
        if !query.template.is_empty() {
            filters = filters.add(C::Template.is_in(query.template.iter().copied()));
        }
        let newest_first = Ordering::by(C::Id, |row: &mail::Model| (row.id.0, row.id.0)).descending(true);
        let filtered = mail::Entity::find().filter(filters);
        let page = keyset::page(reader.db, filtered, |all| all, &newest_first, &query.window).await?;
        Ok(keyset::map(page, |row| view(self.0, &row)))
    }

    /// A mail with its text; a text that opens an account is for administrators alone.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn get(&self, by: &Caller, id: MailId) -> Result<MailDetail> {
        let reader = self.0.read(by, Permission::MailManage)?;
        let row = mail::Entity::find_by_id(id).one(reader.db).await?;
        let row = row.ok_or(Error::NotFound(Noun::Mail))?;
        let may_read = by.role == Role::Admin || !row.template.is_secret();
        let part = |text: Option<String>| text.filter(|_| may_read);
        Ok(MailDetail { mail: view(self.0, &row), text: part(row.text), html: part(row.html) })
    }

    /// Has a mail sent now: one that failed, that was kept for want of a mail server, or that waits.
    ///
    /// # Errors
    /// [`Refusal::MailState`] when it is sent, or being sent, or its text is gone; [`Error::NotFound`].
    pub async fn retry(&self, by: &Caller, id: MailId) -> Result<MailView> {
        let mut w = self.0.write(by, Permission::MailManage).await?;
        let row = mail::Entity::find_by_id(id).one(w.tx()).await?.ok_or(Error::NotFound(Noun::Mail))?;
        if !may_retry(row.state) || row.text.is_none() {
            return Err(Refusal::MailState.into());
        }
        let queued = mail::ActiveModel {
            id: Set(id),
            state: Set(MailState::Queued),
            next_try_at: Set(Some(w.now)),
            ..Default::default()
        };
        let row = queued.update(w.tx()).await?;
        // The job that waits for its next try goes now; where there is none, there is a new one.
        let waiting = job::Entity::update_many()
            .col_expr(job::Column::RunAt, Expr::value(w.now))
            .filter(job::Column::DedupKey.eq(Job::SendMail { mail: id }.dedup_key()))
            .filter(job::Column::State.eq(JobState::Queued))
            .exec(w.tx())
            .await?;
        if waiting.rows_affected == 0 {
            w.enqueue(&Job::SendMail { mail: id }).await?;
        }
        w.wake_workers();
        w.record(Change::new(Action::Retried, Noun::Mail, id.0, None));
        w.commit().await?;
        Ok(view(self.0, &row))
    }
}

fn view(services: &Services, row: &mail::Model) -> MailView {
    let zone = local_time::plant(services);
    let local = |at| local_time::local(at, &zone);
    MailView {
        created_local: local(row.created_at),
        next_try_local: row.next_try_at.map(local),
        sent_local: row.sent_at.map(local),
        id: row.id,
        to_name: row.to_name.clone(),
        to_email: row.to_email.clone(),
        language: row.language,
        template: row.template,
        subject: row.subject.clone(),
        state: row.state,
        attempts: row.attempts,
        last_answer: row.last_answer.clone(),
        next_try_at: row.next_try_at,
        created_at: row.created_at,
        sent_at: row.sent_at,
    }
}
