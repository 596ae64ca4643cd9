//! When and from where a person signed in, and on which devices they are; and the way to end that.

use super::{UserService, read};
use crate::{
    local_time,
    mail::{Notice, tell},
    session::{end_all, of_account, revoke, second_step, view_of},
};
use domain::{
    Caller, Error, Noun, Permission, Refusal, Result, SessionId, Timestamp, UserId,
    audit::{Action, Change},
    session::{SecondStepKind, SessionView},
    user::{SignInView, may_deactivate},
};
use entity::{audit_entry, login_attempt, session};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Condition};

/// Sign-ins that are shown.
const SHOWN: u64 = 30;

impl UserService<'_> {
    /// The latest sign-ins of a person, failed ones too, newest first. Two statements.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`] for who ranks as high or higher.
    pub async fn sign_ins(&self, by: &Caller, id: UserId) -> Result<Vec<SignInView>> {
        let reader = self.0.read(by, Permission::UserManage)?;
        let user = read::one(reader.db, read::within(&reader.scope, by), id).await?;
        read::is_manageable(by, &user)?;
        self.sign_ins_of(reader.db, id).await
    }

    /// The caller's own latest sign-ins. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn my_sign_ins(&self, by: &Caller) -> Result<Vec<SignInView>> {
        let reader = self.0.read(by, Permission::AccountOwn)?;
        self.sign_ins_of(reader.db, by.user_id().ok_or(Error::Forbidden)?).await
    }

    async fn sign_ins_of(&self, db: &sea_orm::DatabaseConnection, id: UserId) -> Result<Vec<SignInView>> {
        use audit_entry::Column as C;
        let signed_in = Condition::all().add(C::Action.eq(Action::SignedIn)).add(C::UserId.eq(id));
        let failed = Condition::all()
            .add(C::Action.eq(Action::SignInFailed))
            .add(C::Entity.eq(Noun::User))
            .add(C::EntityId.eq(id.0));
        let found: Vec<(Timestamp, Action, Option<String>)> = audit_entry::Entity::find()
            .select_only()
            .columns([C::At, C::Action, C::After])
            .filter(Condition::any().add(signed_in).add(failed))
            .order_by_desc(C::Id)
            .limit(SHOWN)
            .into_tuple()
            .all(db)
            .await?;
        let zone = local_time::plant(self.0);
        let view = |(at, action, after): (Timestamp, Action, Option<String>)| {
            let (address, second_step) = facts(after.as_deref().unwrap_or_default());
            let at_local = local_time::local(at, &zone);
            SignInView { at, at_local, succeeded: action == Action::SignedIn, address, second_step }
        };
        Ok(found.into_iter().map(view).collect())
    }

    /// The live sessions of a person, the last seen first. Two statements.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`] for who ranks as high or higher.
    pub async fn sessions(&self, by: &Caller, id: UserId) -> Result<Vec<SessionView>> {
        let reader = self.0.read(by, Permission::UserManage)?;
        let user = read::one(reader.db, read::within(&reader.scope, by), id).await?;
        read::is_manageable(by, &user)?;
        let rows = session::Entity::find()
            .filter(session::Column::UserId.eq(id))
            .filter(session::Column::RevokedAt.is_null())
            .filter(session::Column::ExpiresAt.gt(self.0.now()))
            .order_by_desc(session::Column::LastSeenAt)
            .order_by_desc(session::Column::Id)
            .limit(100)
            .all(reader.db)
            .await?;
        Ok(rows.into_iter().map(|row| view_of(by, row)).collect())
    }

    /// Ends one of a person's sessions, or all of them.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not theirs or has ended.
    pub async fn end_sessions(&self, by: &Caller, id: UserId, only: Option<SessionId>) -> Result<()> {
        let mut w = self.0.write(by, Permission::UserManage).await?;
        let user = read::one(w.tx(), read::within(&w.scope, by), id).await?;
        read::is_manageable(by, &user)?;
        match only {
            Some(sid) => {
                let theirs = session::Entity::find_by_id(sid).filter(session::Column::UserId.eq(id));
                if theirs.one(w.tx()).await?.is_none() || revoke(&w, sid).await? == 0 {
                    return Err(Error::NotFound(Noun::Session));
                }
                w.record(Change::new(Action::SessionsEnded, Noun::Session, sid.0, None));
            }
            None => {
                // The one that asks goes on.
                if end_all(&w, id, by.session).await? > 0 {
                    w.record(Change::new(Action::SessionsEnded, Noun::User, id.0, None));
                }
            }
        }
        w.commit().await
    }

    /// Lets somebody try to sign in again at once, after too many wrong passwords.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn unlock(&self, by: &Caller, id: UserId) -> Result<()> {
        let mut w = self.0.write(by, Permission::UserManage).await?;
        let user = read::one(w.tx(), read::within(&w.scope, by), id).await?;
        read::is_manageable(by, &user)?;
        let forgotten = login_attempt::Entity::delete_many().filter(of_account(&user)).exec(w.tx()).await?;
        if forgotten.rows_affected > 0 {
            w.record(Change::new(Action::Unlocked, Noun::User, id.0, None));
        }
        w.commit().await
    }
}

impl UserService<'_> {
    /// Takes away the second step of somebody who has lost it: they sign in with the password alone, and set
    /// it up again where their role asks for it.
    ///
    /// # Errors
    /// [`domain::Refusal::OwnAccount`]: one's own is turned off with the password;
    /// [`domain::Refusal::SecondStepState`] when it is not on; [`Error::Forbidden`] for a role above those that
    /// the caller may create; [`Error::NotFound`].
    pub async fn remove_second_step(&self, by: &Caller, id: UserId) -> Result<()> {
        let mut w = self.0.write(by, Permission::UserManage).await?;
        let user = read::one(w.tx(), read::within(&w.scope, by), id).await?;
        may_deactivate(by.user_id(), id)?;
        if !by.role.may_create().contains(&user.role) {
            return Err(Error::Forbidden);
        }
        if !second_step::remove(&w, id).await? {
            return Err(Refusal::SecondStepState.into());
        }
        w.record(Change::new(Action::SecondStepRemoved, Noun::User, id.0, None));
        tell(self.0, &mut w, &user, Notice::SecondStepRemoved).await?;
        w.commit().await
    }
}

/// The address and the second step in the entry of a sign-in.
fn facts(json: &str) -> (String, Option<SecondStepKind>) {
    let pairs: Vec<(String, String)> = serde_json::from_str(json).unwrap_or_default();
    let of = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
    let second_step = of("second_step").and_then(|kind| kind.parse().ok());
    (of("address").unwrap_or_default(), second_step)
}
