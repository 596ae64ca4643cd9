//! Requests for an account. Whoever asks gets the same answer after the same work, known or not: what is known
//! of the address is found out by a job.

use super::{
    UserService,
    create::{NewRow, free_username, insert},
    invite::{self, is_invited},
    rights::{Rights, check, give},
};
use crate::{
    Services,
    access::Writer,
    alert, audit,
    job::{JobCompleted, JobError, Lease},
    local_time,
    mail::Letter,
    password,
    session::{Client, attempts, token},
};
use domain::{
    Caller, Error, FieldCode, Noun, Permission, Refusal, RegistrationId, Result, Timestamp,
    alert::AlertKind,
    audit::{Action, Change},
    draft::Checker,
    job::Job,
    mail::Address,
    password::MAX,
    settings::General,
    user::{
        ApprovalDraft, CONFIRM_SECONDS, Language, RegistrationDraft, RegistrationView, Technician,
        UNDECIDED_SECONDS, UserView, username,
    },
};
use entity::{registration, user};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Condition, Expr},
};

/// Requests that are shown at a time.
const SHOWN: u64 = 100;

fn system(client: &Client) -> Caller {
    let caller = Caller::system("registration", &[Permission::SessionManage]);
    Caller { request_id: client.request_id.clone(), ..caller }
}

impl UserService<'_> {
    /// Whether anybody may ask for an account. No statement.
    pub fn registration_is_open(&self) -> bool {
        self.0.settings().get::<General>().registration
    }

    /// Asks for an account. An address that has one already gets the same answer after the same work.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it is not allowed; [`Error::Invalid`] with every wrong field;
    /// [`Error::TooManyAttempts`] with the wait.
    pub async fn register(
        &self,
        draft: &RegistrationDraft,
        language: Language,
        client: &Client,
    ) -> Result<()> {
        if !self.registration_is_open() {
            return Err(Error::NotFound(Noun::Page));
        }
        let new = draft.parse()?;
        let own = [&*new.first_name, &new.last_name, &new.email];
        self.0.settings().accept_password("password", &new.password, &own)?;
        let w = self.0.write(&system(client), Permission::SessionManage).await?;
        let account = attempts::account_bucket(&format!("register {}", new.email));
        let network = format!("register:{}", attempts::network_bucket(&client.address));
        attempts::claim(&w, self.0.settings().free_tries(), account, network).await?;
        w.commit().await?;

        let password_hash = password::hash(new.password.expose()).await?;
        let mut w = self.0.write(&system(client), Permission::SessionManage).await?;
        let row = registration::ActiveModel {
            email: Set(new.email),
            first_name: Set(new.first_name),
            last_name: Set(new.last_name),
            role: Set(new.role),
            language: Set(language),
            password_hash: Set(password_hash),
            token_hash: Set(None),
            created_at: Set(w.now),
            confirmed_at: Set(None),
            expires_at: Set(w.now.plus_seconds(CONFIRM_SECONDS)),
            ..Default::default()
        };
        let id = row.insert(w.tx()).await?.id;
        w.enqueue(&Job::Registration { registration: id }).await?;
        w.commit().await
    }

    /// The job: a link to whoever owns the address, or word that they have an account. While a confirmed
    /// request of that address waits, nothing.
    pub(crate) async fn answer_registration(
        &self,
        lease: &Lease,
        id: RegistrationId,
    ) -> Result<JobCompleted, JobError> {
        let mut w = lease.write(self.0).await?;
        let Some(row) = registration::Entity::find_by_id(id).one(w.tx()).await? else {
            return lease.complete(w).await;
        };
        let public_url = self.0.mail_options().public_url;
        let owner = user::Entity::find().filter(user::Column::Email.eq(&row.email)).one(w.tx()).await?;
        let waiting = registration::Entity::find()
            .filter(registration::Column::Email.eq(&row.email))
            .filter(registration::Column::ConfirmedAt.is_not_null())
            .count(w.tx())
            .await?;
        if let Some(owner) = owner {
            remove(&w, id).await?;
            if is_invited(&owner) && owner.is_active {
                // No password to forget yet: what they look for is their invitation.
                invite::send(self.0, &mut w, owner).await?;
                return lease.complete(w).await;
            }
            let letter = Letter::RegistrationKnown {
                name: owner.first_name.clone(),
                link: format!("{public_url}/forgot-password"),
            };
            w.post(&Address::of(&owner.first_name, &owner.last_name, &owner.email)?, owner.language, &letter)
                .await?;
        } else if waiting > 0 {
            // What was confirmed is not replaced by what anybody could have typed.
            remove(&w, id).await?;
        } else {
            // Other requests of that address keep their links: whoever asks does not take one away that its owner
            // waits for.
            let secret = token::new()?;
            let sent = registration::ActiveModel {
                id: Set(id),
                token_hash: Set(Some(token::hash(&secret))),
                ..Default::default()
            };
            sent.update(w.tx()).await?;
            let letter = Letter::RegistrationConfirm {
                name: row.first_name.clone(),
                link: format!("{public_url}/register/confirm?token={secret}"),
                hours: CONFIRM_SECONDS / 3600,
            };
            w.post(&Address::of(&row.first_name, &row.last_name, &row.email)?, row.language, &letter).await?;
        }
        lease.complete(w).await
    }

    /// Confirms the address of a request with the link that was sent to it, and the password that was chosen with the
    /// request: a link proves whose the address is, and the password that the request is theirs too, not one that somebody
    /// else made in their name. Once.
    ///
    /// # Errors
    /// [`Refusal::LinkExpired`]; [`FieldCode::Required`] and [`FieldCode::WrongRequestPassword`] at `password`;
    /// [`Error::TooManyAttempts`] with the wait.
    pub async fn confirm_registration(&self, secret: &str, password: &str, client: &Client) -> Result<()> {
        let reader = self.0.read(&system(client), Permission::SessionManage)?;
        let open = by_link(secret, self.0.now()).one(reader.db).await?.ok_or(Refusal::LinkExpired)?;
        if password.is_empty() {
            return Err(Error::field("password", FieldCode::Required));
        }
        let w = self.0.write(&system(client), Permission::SessionManage).await?;
        let link = format!("confirm {}", open.id);
        let network = format!("confirm:{}", attempts::network_bucket(&client.address));
        let claimed = attempts::claim(&w, self.0.settings().free_tries(), link, network).await?;
        w.commit().await?;
        let typed = if password.chars().count() <= MAX { password } else { "" };
        if !password::verify(typed, Some(&open.password_hash)).await? {
            return Err(Error::field("password", FieldCode::WrongRequestPassword));
        }

        let mut w = self.0.write(&system(client), Permission::SessionManage).await?;
        attempts::forgive(&w, &claimed).await?;
        let found = by_link(secret, w.now).one(w.tx()).await?.ok_or(Refusal::LinkExpired)?;
        let confirmed = registration::Entity::update_many()
            .col_expr(registration::Column::TokenHash, Expr::value(None::<String>))
            .col_expr(registration::Column::ConfirmedAt, Expr::value(Some(w.now)))
            .col_expr(registration::Column::ExpiresAt, Expr::value(w.now.plus_seconds(UNDECIDED_SECONDS)))
            .filter(registration::Column::Id.eq(found.id))
            .filter(registration::Column::TokenHash.is_not_null())
            .exec(w.tx())
            .await?;
        if confirmed.rows_affected == 0 {
            return Err(Refusal::LinkExpired.into());
        }
        // The others of that address are settled with it; another one that is confirmed already waits for a decision.
        registration::Entity::delete_many()
            .filter(registration::Column::Email.eq(&found.email))
            .filter(registration::Column::Id.ne(found.id))
            .filter(registration::Column::ConfirmedAt.is_null())
            .exec(w.tx())
            .await?;
        let after = audit::json(&view(self.0, found.clone()));
        w.record(Change::new(Action::Created, Noun::Registration, found.id.0, None).after(after));
        let who = format!("{} {} ({})", found.first_name, found.last_name, found.email);
        w.alert(AlertKind::RequestWaiting, Some(found.id.0), who).await?;
        w.commit().await
    }

    /// Whether a link that confirms an address can still be used.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn registration_link_is_open(&self, secret: &str) -> Result<bool> {
        let reader = self.0.read(&system(&Client::default()), Permission::SessionManage)?;
        Ok(by_link(secret, self.0.now()).count(reader.db).await? > 0)
    }

    /// The requests to decide, the oldest first, of the roles that the caller may give. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn registrations(&self, by: &Caller) -> Result<Vec<RegistrationView>> {
        let reader = self.0.read(by, Permission::UserManage)?;
        let rows = registration::Entity::find()
            .filter(to_decide(by, self.0.now()))
            .order_by_asc(registration::Column::ConfirmedAt)
            .order_by_asc(registration::Column::Id)
            .limit(SHOWN)
            .all(reader.db)
            .await?;
        Ok(rows.into_iter().map(|row| view(self.0, row)).collect())
    }

    /// One request to decide.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn registration(&self, by: &Caller, id: RegistrationId) -> Result<RegistrationView> {
        let reader = self.0.read(by, Permission::UserManage)?;
        Ok(view(self.0, self.waiting(reader.db, by, id).await?))
    }

    async fn waiting<C: ConnectionTrait>(
        &self,
        db: &C,
        by: &Caller,
        id: RegistrationId,
    ) -> Result<registration::Model> {
        let found = registration::Entity::find_by_id(id).filter(to_decide(by, self.0.now())).one(db).await?;
        found.ok_or(Error::NotFound(Noun::Registration))
    }

    /// Makes an account of a request, with this role and these sites, and tells its person.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field; [`FieldCode::Duplicate`] at `email` when somebody has got an
    /// account with that address meanwhile; [`Error::NotFound`]; [`Error::Forbidden`] without
    /// [`Permission::UserCreate`], too.
    pub async fn approve_registration(
        &self,
        by: &Caller,
        id: RegistrationId,
        draft: &ApprovalDraft,
    ) -> Result<UserView> {
        let mut w = self.0.write_all(by, [Permission::UserManage, Permission::UserCreate]).await?;
        let found = self.waiting(w.tx(), by, id).await?;
        let (role, sites) = draft.parse()?;
        let rights = Rights { role, sites: &sites, permissions: &vec![] };
        check(&w, &rights).await?;
        // Of two who decide at once, one does.
        if remove(&w, id).await? == 0 {
            return Err(Error::NotFound(Noun::Registration));
        }
        alert::forget(&w, AlertKind::RequestWaiting, id.0).await?;
        let made = username(&mut Checker::default(), "username", "", &found.email);
        let row = NewRow {
            username: free_username(w.tx(), &made).await?,
            email: found.email.clone(),
            password_hash: found.password_hash.clone(),
            first_name: found.first_name.clone(),
            last_name: found.last_name.clone(),
            role,
            language: found.language,
            technician: Technician::default(),
        };
        let account = insert(&mut w, row).await?;
        give(&w, account.id, &rights).await?;
        w.record(
            Change::new(Action::Approved, Noun::Registration, id.0, None)
                .before(audit::json(&view(self.0, found.clone()))),
        );
        let letter = Letter::RegistrationApproved {
            name: found.first_name.clone(),
            link: format!("{}/login", self.0.mail_options().public_url),
        };
        w.post(&Address::of(&found.first_name, &found.last_name, &found.email)?, found.language, &letter)
            .await?;
        w.commit().await?;
        Ok(super::view(account))
    }

    /// Refuses a request and tells its person.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn refuse_registration(&self, by: &Caller, id: RegistrationId) -> Result<()> {
        let mut w = self.0.write(by, Permission::UserManage).await?;
        let found = self.waiting(w.tx(), by, id).await?;
        if remove(&w, id).await? == 0 {
            return Err(Error::NotFound(Noun::Registration));
        }
        alert::forget(&w, AlertKind::RequestWaiting, id.0).await?;
        w.record(
            Change::new(Action::Refused, Noun::Registration, id.0, None)
                .before(audit::json(&view(self.0, found.clone()))),
        );
        let letter = Letter::RegistrationRefused { name: found.first_name.clone() };
        w.post(&Address::of(&found.first_name, &found.last_name, &found.email)?, found.language, &letter)
            .await?;
        w.commit().await
    }
}

/// Requests that nobody confirmed in time, or nobody decided for long.
pub(crate) async fn clean_up(w: &Writer) -> Result<u64> {
    let over = registration::Entity::delete_many()
        .filter(registration::Column::ExpiresAt.lte(w.now))
        .exec(w.tx())
        .await?;
    Ok(over.rows_affected)
}

/// The request behind a link that can still be used.
fn by_link(secret: &str, now: Timestamp) -> Select<registration::Entity> {
    registration::Entity::find()
        .filter(registration::Column::TokenHash.eq(token::hash(secret)))
        .filter(registration::Column::ExpiresAt.gt(now))
}

/// Confirmed in time, and of a role that the caller may give.
fn to_decide(by: &Caller, now: Timestamp) -> Condition {
    Condition::all()
        .add(registration::Column::ConfirmedAt.is_not_null())
        .add(registration::Column::ExpiresAt.gt(now))
        .add(registration::Column::Role.is_in(by.role.may_create().iter().copied()))
}

async fn remove(w: &Writer, id: RegistrationId) -> Result<u64> {
    Ok(registration::Entity::delete_by_id(id).exec(w.tx()).await?.rows_affected)
}

fn view(services: &Services, row: registration::Model) -> RegistrationView {
    RegistrationView {
        created_local: local_time::local(row.created_at, &local_time::plant(services)),
        id: row.id,
        email: row.email,
        first_name: row.first_name,
        last_name: row.last_name,
        role: row.role,
        created_at: row.created_at,
    }
}
