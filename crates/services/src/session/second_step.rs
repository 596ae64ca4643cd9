//! One's own second step of sign-in: set it up, prove it, get recovery codes, turn it off.

use super::{Client, SessionService, attempts, token, totp};
use crate::{
    access::Writer,
    defect::defect,
    mail::{Notice, tell},
    password,
    seal::Seal,
};
use domain::{
    Caller, Error, FieldCode, Noun, Permission, Refusal, Result, UserId,
    audit::{Action, Change},
    session::{
        RECOVERY_CODES, SecondStepState, SecondStepView, TypedCode, base32, recovery_code, setup_uri, spaced,
    },
    settings::{General, Security},
};
use entity::{recovery_code, second_step, user};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, sea_query::Expr,
};

/// New recovery codes can be looked at for so long, in seconds.
const SHOWN_SECONDS: i64 = 600;

impl SessionService<'_> {
    /// Where the caller stands with their second step. Two statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for a caller that is no person.
    pub async fn second_step(&self, by: &Caller) -> Result<SecondStepView> {
        let reader = self.0.read(by, Permission::SignInOwn)?;
        let user = by.user_id().ok_or(Error::Forbidden)?;
        let asked = self.0.settings().get::<Security>().asks_second_step(by.role);
        let Some(row) = of(reader.db, user).await? else {
            return Ok(SecondStepView { state: SecondStepState::Off, asked, new_codes: vec![] });
        };
        let new_codes = self.new_codes(by, &row);
        let state = match row.confirmed_at {
            Some(since) => SecondStepState::On { since, codes_left: unused(user).count(reader.db).await? },
            None => match self.opened(&row.secret, user) {
                Some(secret) => SecondStepState::Begun { secret: base32(&secret) },
                None => SecondStepState::Off,
            },
        };
        Ok(SecondStepView { state, asked, new_codes })
    }

    /// Makes the secret that an app is to be told; one that was made before and not proven is gone.
    ///
    /// # Errors
    /// [`Refusal::SecondStepState`] when the second step is on.
    pub async fn begin_second_step(&self, by: &Caller) -> Result<()> {
        let w = self.0.write(by, Permission::SignInOwn).await?;
        let user = by.user_id().ok_or(Error::Forbidden)?;
        second_step::Entity::delete_many()
            .filter(second_step::Column::UserId.eq(user))
            .filter(second_step::Column::ConfirmedAt.is_null())
            .exec(w.tx())
            .await?;
        if of(w.tx(), user).await?.is_some() {
            return Err(Refusal::SecondStepState.into());
        }
        let secret: [u8; totp::SECRET_BYTES] = random()?;
        let row = second_step::ActiveModel {
            user_id: Set(user),
            secret: Set(self.seal().close(&secret, &user.to_string())?),
            created_at: Set(w.now),
            ..Default::default()
        };
        row.insert(w.tx()).await?;
        w.commit().await
    }

    /// What the QR code of the set-up says, while it goes on. Two statements.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nothing is being set up.
    pub async fn second_step_uri(&self, by: &Caller) -> Result<String> {
        let reader = self.0.read(by, Permission::SignInOwn)?;
        let none = || Error::NotFound(Noun::Page);
        let id = by.user_id().ok_or(Error::Forbidden)?;
        let row = of(reader.db, id).await?.filter(|row| row.confirmed_at.is_none()).ok_or_else(none)?;
        let secret = self.opened(&row.secret, id).ok_or_else(none)?;
        let user = user::Entity::find_by_id(id).one(reader.db).await?.ok_or_else(none)?;
        let plant = self.0.settings().get::<General>().plant_name;
        let issuer = if plant.is_empty() { "Vigie" } else { &plant };
        Ok(setup_uri(issuer, &user.email, &secret))
    }

    /// Proves with a code that the app knows the secret: from now on sign-in asks for one. Makes the recovery
    /// codes, which [`Self::second_step`] shows to this session.
    ///
    /// # Errors
    /// [`FieldCode::WrongCode`] at `code`; [`Error::TooManyAttempts`]; [`Refusal::SecondStepState`] when
    /// nothing is being set up.
    pub async fn confirm_second_step(&self, by: &Caller, typed: &str, client: &Client) -> Result<()> {
        let user = by.user_id().ok_or(Error::Forbidden)?;
        if typed.trim().is_empty() {
            return Err(Error::field("code", FieldCode::Required));
        }
        let claimed = self.claim_try(by, attempts::code_bucket(user), client).await?;
        let mut w = self.0.write(by, Permission::SignInOwn).await?;
        let row = of(w.tx(), user).await?.filter(|row| row.confirmed_at.is_none());
        let row = row.ok_or(Refusal::SecondStepState)?;
        let step = match TypedCode::read(typed) {
            Some(TypedCode::Code(code)) => self
                .opened(&row.secret, user)
                .and_then(|secret| totp::step_of(&secret, &code, row.last_step, w.now)),
            _ => None,
        };
        let step = step.ok_or_else(|| Error::field("code", FieldCode::WrongCode))?;
        let on = second_step::ActiveModel {
            id: Set(row.id),
            confirmed_at: Set(Some(w.now)),
            last_step: Set(Some(step)),
            ..Default::default()
        };
        on.update(w.tx()).await?;
        self.make_codes(&w, user).await?;
        attempts::forgive(&w, &claimed).await?;
        w.record(Change::new(Action::SecondStepSetUp, Noun::User, user.0, None));
        self.tell(&mut w, user, Notice::SecondStepOn).await?;
        w.commit().await
    }

    /// New recovery codes in the place of the old ones, for whoever knows the password.
    ///
    /// # Errors
    /// [`FieldCode::WrongCurrentPassword`] at `password`; [`Error::TooManyAttempts`];
    /// [`Refusal::SecondStepState`] when the second step is not on.
    pub async fn renew_recovery_codes(&self, by: &Caller, password: &str, client: &Client) -> Result<()> {
        let (user, claimed) = self.prove_password(by, password, client).await?;
        let mut w = self.0.write(by, Permission::SignInOwn).await?;
        let on = of(w.tx(), user).await?.is_some_and(|row| row.confirmed_at.is_some());
        if !on {
            return Err(Refusal::SecondStepState.into());
        }
        self.make_codes(&w, user).await?;
        attempts::forgive(&w, &claimed).await?;
        w.record(Change::new(Action::RecoveryCodesRenewed, Noun::User, user.0, None));
        self.tell(&mut w, user, Notice::CodesRenewed).await?;
        w.commit().await
    }

    /// Turns one's second step off, for whoever knows the password.
    ///
    /// # Errors
    /// As [`Self::renew_recovery_codes`].
    pub async fn turn_off_second_step(&self, by: &Caller, password: &str, client: &Client) -> Result<()> {
        let (user, claimed) = self.prove_password(by, password, client).await?;
        let mut w = self.0.write(by, Permission::SignInOwn).await?;
        if !remove(&w, user).await? {
            return Err(Refusal::SecondStepState.into());
        }
        attempts::forgive(&w, &claimed).await?;
        w.record(Change::new(Action::SecondStepRemoved, Noun::User, user.0, None));
        self.tell(&mut w, user, Notice::SecondStepOff).await?;
        w.commit().await
    }

    /// The new recovery codes are kept elsewhere: they are shown no more.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn forget_new_codes(&self, by: &Caller) -> Result<()> {
        let w = self.0.write(by, Permission::SignInOwn).await?;
        let user = by.user_id().ok_or(Error::Forbidden)?;
        second_step::Entity::update_many()
            .col_expr(second_step::Column::NewCodes, Expr::value(Option::<String>::None))
            .filter(second_step::Column::UserId.eq(user))
            .exec(w.tx())
            .await?;
        w.commit().await
    }

    async fn tell(&self, w: &mut Writer, id: UserId, notice: Notice) -> Result<()> {
        let user = user::Entity::find_by_id(id).one(w.tx()).await?.ok_or(Error::SignedOut)?;
        tell(self.0, w, &user, notice).await
    }

    /// Counts a try of somebody who is signed in.
    async fn claim_try(&self, by: &Caller, bucket: String, client: &Client) -> Result<attempts::Claimed> {
        let w = self.0.write(by, Permission::SignInOwn).await?;
        let network = attempts::network_bucket(&client.address);
        let claimed = attempts::claim(&w, self.0.settings().free_tries(), bucket, network).await?;
        w.commit().await?;
        Ok(claimed)
    }

    async fn prove_password(
        &self,
        by: &Caller,
        typed: &str,
        client: &Client,
    ) -> Result<(UserId, attempts::Claimed)> {
        let id = by.user_id().ok_or(Error::Forbidden)?;
        let reader = self.0.read(by, Permission::SignInOwn)?;
        if typed.is_empty() {
            return Err(Error::field("password", FieldCode::Required));
        }
        let claimed = self.claim_try(by, attempts::password_bucket(id), client).await?;
        let user = user::Entity::find_by_id(id).one(reader.db).await?.ok_or(Error::SignedOut)?;
        let fits = typed.chars().count() <= domain::password::MAX;
        if !fits || !password::verify(typed, Some(&user.password_hash)).await? {
            return Err(Error::field("password", FieldCode::WrongCurrentPassword));
        }
        Ok((id, claimed))
    }

    /// Ten new recovery codes in the place of the old ones.
    async fn make_codes(&self, w: &Writer, user: UserId) -> Result<()> {
        let mut codes = vec![];
        for _ in 0..RECOVERY_CODES {
            codes.push(recovery_code(random()?));
        }
        recovery_code::Entity::delete_many()
            .filter(recovery_code::Column::UserId.eq(user))
            .exec(w.tx())
            .await?;
        let rows = codes.iter().map(|code| recovery_code::ActiveModel {
            user_id: Set(user),
            code_hash: Set(code_hash(user, code)),
            created_at: Set(w.now),
            used_at: Set(None),
            ..Default::default()
        });
        recovery_code::Entity::insert_many(rows).exec_without_returning(w.tx()).await?;
        let shown = self.seal().close(codes.join(" ").as_bytes(), &user.to_string())?;
        second_step::Entity::update_many()
            .col_expr(second_step::Column::NewCodes, Expr::value(Some(shown)))
            .col_expr(second_step::Column::NewCodesFor, Expr::value(w.by().session.map(|s| s.0)))
            .col_expr(
                second_step::Column::NewCodesUntil,
                Expr::value(Some(w.now.plus_seconds(SHOWN_SECONDS))),
            )
            .filter(second_step::Column::UserId.eq(user))
            .exec(w.tx())
            .await?;
        Ok(())
    }

    /// The new codes, in groups of four, if it was this session that made them a moment ago.
    fn new_codes(&self, by: &Caller, row: &second_step::Model) -> Vec<String> {
        let fresh = row.new_codes_until.is_some_and(|until| until > self.0.now());
        if !fresh || row.new_codes_for != by.session {
            return vec![];
        }
        let sealed = row.new_codes.as_deref().unwrap_or_default();
        let opened = if sealed.is_empty() { None } else { self.opened(sealed, row.user_id) };
        let text = opened.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        text.split_whitespace().map(|code| spaced(code, "-")).collect()
    }

    pub(super) fn seal(&self) -> &Seal {
        self.0.inner.auth.seal()
    }

    /// Opens what was sealed for that person.
    pub(super) fn opened(&self, sealed: &str, user: UserId) -> Option<Vec<u8>> {
        let opened = self.seal().open(sealed, &user.to_string());
        if opened.is_none() {
            tracing::warn!("a sealed secret does not open: was the key that signs tokens changed?");
        }
        opened
    }
}

/// The second step of a person, on or being set up.
pub(super) async fn of<C: ConnectionTrait>(db: &C, user: UserId) -> Result<Option<second_step::Model>> {
    Ok(second_step::Entity::find().filter(second_step::Column::UserId.eq(user)).one(db).await?)
}

/// Whether sign-in asks somebody for a code. One statement.
pub(crate) async fn is_on<C: ConnectionTrait>(db: &C, user: UserId) -> Result<bool> {
    Ok(of(db, user).await?.is_some_and(|row| row.confirmed_at.is_some()))
}

/// Takes away a person's second step and recovery codes; tells whether it was on.
pub(crate) async fn remove(w: &Writer, user: UserId) -> Result<bool> {
    let was_on = is_on(w.tx(), user).await?;
    second_step::Entity::delete_many().filter(second_step::Column::UserId.eq(user)).exec(w.tx()).await?;
    recovery_code::Entity::delete_many().filter(recovery_code::Column::UserId.eq(user)).exec(w.tx()).await?;
    Ok(was_on)
}

pub(super) fn unused(user: UserId) -> sea_orm::Select<recovery_code::Entity> {
    recovery_code::Entity::find()
        .filter(recovery_code::Column::UserId.eq(user))
        .filter(recovery_code::Column::UsedAt.is_null())
}

/// What is stored of a recovery code: 80 random bits need no slow hash.
pub(super) fn code_hash(user: UserId, code: &str) -> String {
    token::hash(&format!("recovery code of {user}: {code}"))
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| defect("the system gives no randomness", error))?;
    Ok(bytes)
}
