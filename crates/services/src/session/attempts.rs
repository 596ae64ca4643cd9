//! The count of failed attempts, in the database, so that every server on it shares the limits.

use crate::access::Writer;
use domain::{
    Error, Result, Timestamp, UserId,
    session::{Limits, WINDOW_SECONDS},
};
use entity::{login_attempt as attempt, user};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, FromQueryResult, QueryFilter,
    QuerySelect,
    sea_query::{Condition, Expr, Query},
};
use std::net::IpAddr;

/// What an attempt is counted for.
pub(crate) struct Tried {
    pub account: String,
    pub network: String,
    /// Whether the account is known to be used from that network: such accounts have more failures in common.
    pub is_known: bool,
}

/// An attempt that counts as failed until it has succeeded: many tried at once cannot all slip through
/// before the first one is counted.
pub(crate) struct Claimed {
    account: String,
    rows: Vec<i64>,
    /// Whether the account has to wait if this one fails.
    pub locks: bool,
}

#[derive(FromQueryResult)]
struct Count {
    bucket: String,
    failures: i64,
    last: Option<Timestamp>,
}

/// The bucket of what was typed as login. Only a hash of it: people type passwords there.
pub(crate) fn account_bucket(login: &str) -> String {
    format!("account:{}", &super::token::hash(login)[..32])
}

/// The bucket of somebody who is asked for the current password once more.
pub(crate) fn password_bucket(user: UserId) -> String {
    format!("account:password:{user}")
}

/// The bucket of the codes typed for an account, after its password.
pub(crate) fn code_bucket(user: UserId) -> String {
    format!("account:code:{user}")
}

/// The bucket of a network: one IPv4 address, or the /64 that an IPv6 subscriber has to themselves.
pub(crate) fn network_bucket(address: &str) -> String {
    match address.parse::<IpAddr>().map(|a| a.to_canonical()) {
        Ok(IpAddr::V4(v4)) => format!("network:{v4}"),
        Ok(IpAddr::V6(v6)) => {
            let s = v6.segments();
            format!("network:{:x}:{:x}:{:x}:{:x}::/64", s[0], s[1], s[2], s[3])
        }
        Err(_) => "network:unknown".to_owned(),
    }
}

/// Counts an attempt, unless it comes too early. Two statements; three on PostgreSQL, where those of one account or
/// one network have to be made to wait for each other.
///
/// # Errors
/// [`Error::TooManyAttempts`] with the wait.
pub(crate) async fn claim(w: &Writer, free: u32, account: String, network: String) -> Result<Claimed> {
    claim_for(w, free, Tried { account, network, is_known: false }).await
}

/// The same, with what [`SessionService::tried`](super::SessionService) found of where it comes from.
pub(super) async fn claim_for(w: &Writer, free: u32, tried: Tried) -> Result<Claimed> {
    let Tried { account, network, is_known } = tried;
    one_at_a_time(w, &account, &network).await?;
    // What everybody tries is counted by what they try: `global`, `reset:global`.
    let kind = network.split_once("network:").map_or("", |(kind, _)| kind);
    let everybody = format!("{kind}global");
    let counts: Vec<Count> = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::Bucket)
        .column_as(attempt::Column::Id.count(), "failures")
        .column_as(attempt::Column::AttemptedAt.max(), "last")
        .filter(attempt::Column::Bucket.is_in([account.as_str(), &network, &everybody]))
        .filter(attempt::Column::AttemptedAt.gt(w.now.plus_seconds(-WINDOW_SECONDS)))
        .group_by(attempt::Column::Bucket)
        .into_model()
        .all(w.tx())
        .await?;
    let of = |bucket: &str| {
        let count = counts.iter().find(|c| c.bucket == bucket);
        count.map_or((0, None), |c| (u32::try_from(c.failures).unwrap_or(u32::MAX), c.last))
    };
    let limits = Limits::after(of(&everybody).0, free);
    let wait = |limit: domain::session::Limit, bucket: &str| {
        let (failures, last) = of(bucket);
        limit.wait(failures, last, w.now)
    };
    let of_network = if is_known { limits.known_network } else { limits.network };
    if let Some(seconds) = Ord::max(wait(limits.account, &account), wait(of_network, &network)) {
        return Err(Error::TooManyAttempts { retry_after_seconds: seconds });
    }
    let rows = [account.clone(), network, everybody].map(|bucket| attempt::ActiveModel {
        bucket: Set(bucket),
        attempted_at: Set(w.now),
        ..Default::default()
    });
    let inserted = attempt::Entity::insert_many(rows).exec_with_returning(w.tx()).await?;
    let locks = of(&account).0 + 1 >= limits.account.free;
    Ok(Claimed { account, rows: inserted.into_iter().map(|row| row.id).collect(), locks })
}

/// Waits for other attempts on this account or from this network until they are counted. SQLite has one writer.
async fn one_at_a_time(w: &Writer, account: &str, network: &str) -> Result<()> {
    if w.tx().get_database_backend() == DbBackend::Postgres {
        let lock = |bucket: &str| {
            Expr::cust_with_values("pg_advisory_xact_lock(hashtextextended($1, 0))", [bucket.to_owned()])
        };
        // Always in this order, so that two never wait for each other.
        let statement = Query::select().expr(lock(account)).expr(lock(network)).to_owned();
        w.tx().query_one(&statement).await?;
    }
    Ok(())
}

/// Where the failed attempts of an account are counted, wherever they come from.
pub(crate) fn of_account(user: &user::Model) -> Condition {
    of_logins(user).add(attempt::Column::Bucket.is_in([password_bucket(user.id), code_bucket(user.id)]))
}

/// The same of its password at sign-in, by either of its names.
pub(crate) fn of_logins(user: &user::Model) -> Condition {
    let bucket = attempt::Column::Bucket;
    [&user.email, &user.username].iter().fold(Condition::any(), |any, login| {
        let strangers = account_bucket(login);
        let (known_address, known_device) = (format!("{strangers}@"), format!("{strangers}+"));
        any.add(bucket.eq(strangers))
            .add(bucket.starts_with(known_address))
            .add(bucket.starts_with(known_device))
    })
}

/// Seconds until each of these accounts' buckets lets another try through. One statement.
pub(crate) async fn seconds_to_wait<C: sea_orm::ConnectionTrait>(
    db: &C,
    free: u32,
    buckets: Condition,
    now: Timestamp,
) -> Result<Option<i64>> {
    let counts: Vec<Count> = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::Bucket)
        .column_as(attempt::Column::Id.count(), "failures")
        .column_as(attempt::Column::AttemptedAt.max(), "last")
        .filter(buckets)
        .filter(attempt::Column::AttemptedAt.gt(now.plus_seconds(-WINDOW_SECONDS)))
        .group_by(attempt::Column::Bucket)
        .into_model()
        .all(db)
        .await?;
    let limit = Limits::after(0, free).account;
    let wait = |c: &Count| limit.wait(u32::try_from(c.failures).unwrap_or(u32::MAX), c.last, now);
    Ok(counts.iter().filter_map(wait).max())
}

/// The attempt succeeded: the account starts anew, the network keeps only its other failures.
pub(crate) async fn forgive(w: &Writer, claimed: &Claimed) -> Result<()> {
    attempt::Entity::delete_many()
        .filter(
            attempt::Column::Bucket
                .eq(claimed.account.as_str())
                .or(attempt::Column::Id.is_in(claimed.rows.iter().copied())),
        )
        .exec(w.tx())
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_an_address_or_a_subscribers_range() {
        assert_eq!(network_bucket("192.0.2.7"), "network:192.0.2.7");
        assert_eq!(network_bucket("::ffff:192.0.2.7"), "network:192.0.2.7");
        assert_eq!(network_bucket("2001:db8:1:2:3:4:5:6"), network_bucket("2001:db8:1:2:ffff::1"));
        assert_ne!(network_bucket("2001:db8:1:2::1"), network_bucket("2001:db8:1:3::1"));
        assert_eq!(network_bucket(""), "network:unknown");
    }

    #[test]
    fn what_was_typed_is_not_stored() {
        assert!(!account_bucket("my-password").contains("my-password"));
    }
}
