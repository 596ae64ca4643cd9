//! Where an attempt to sign in comes from, as far as its account knows: a device on which the person has signed in before,
//! an address from which they have, or anywhere. Each counts apart, so that a stranger who tries passwords keeps strangers
//! out and not the owner.

use super::{
    Client, SessionService,
    attempts::{self, Tried},
    system, token,
};
use crate::seal::Seal;
use domain::{Permission, Result, Timestamp, UserId};
use entity::session;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// What the key is for that seals what devices keep.
const PURPOSE: &str = "vigie known devices, 1";
/// What is sealed is bound to this, so that no other sealed text passes for it.
const BOUND_TO: &str = "device";
/// A device on which somebody has not signed in for so long is a stranger's again.
const KNOWN_SECONDS: i64 = 365 * 86_400;
/// People that one device remembers, as a tablet in a workshop has them; the latest stay.
const MOST_PEOPLE: usize = 20;
/// What a device keeps is never longer, in characters.
const LONGEST: usize = 2_000;
/// Sign-ins of a person whose addresses are looked at.
const SIGN_INS: u64 = 100;

/// A device, and who has signed in on it when.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Device {
    id: String,
    people: Vec<(UserId, Timestamp)>,
}

impl Device {
    /// `id user:seconds user:seconds …`
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let id = parts.next().filter(|id| !id.is_empty())?.to_owned();
        let person = |part: &str| {
            let (user, at) = part.split_once(':')?;
            Some((UserId(user.parse().ok()?), Timestamp::from_millis(at.parse::<i64>().ok()? * 1000)))
        };
        Some(Self { id, people: parts.map(person).collect::<Option<_>>()? })
    }

    fn written(&self) -> String {
        let person = |(user, at): &(UserId, Timestamp)| format!(" {user}:{}", at.as_second());
        let people: String = self.people.iter().map(person).collect();
        format!("{}{people}", self.id)
    }

    fn knows(&self, user: UserId, now: Timestamp) -> bool {
        self.people.iter().any(|(known, at)| *known == user && now.seconds_since(*at) < KNOWN_SECONDS)
    }

    /// Somebody has signed in on it.
    fn remember(&mut self, user: UserId, now: Timestamp) {
        self.people.retain(|(known, _)| *known != user);
        self.people.insert(0, (user, now));
        self.people.truncate(MOST_PEOPLE);
    }
}

impl SessionService<'_> {
    /// What an attempt with that login counts for. One statement, also for a login that nobody has: neither the answer
    /// nor its time tells whether there is an account.
    pub(super) async fn tried(&self, login: &str, user: Option<UserId>, client: &Client) -> Result<Tried> {
        let account = attempts::account_bucket(login);
        self.tried_by(account, user.unwrap_or(UserId(0)), client, true).await
    }

    /// The same of a code after the right password: whatever it comes from, one counts with the other.
    pub(super) async fn tried_code(&self, user: UserId, client: &Client) -> Result<Tried> {
        self.tried_by(attempts::code_bucket(user), user, client, false).await
    }

    async fn tried_by(&self, account: String, user: UserId, client: &Client, apart: bool) -> Result<Tried> {
        let device = self.device(client).filter(|device| device.knows(user, self.0.now()));
        let known_address = self.is_known_address(user, client).await?;
        let network = attempts::network_bucket(&client.address);
        let of = |more: String| if apart { format!("{account}{more}") } else { account.clone() };
        Ok(match device {
            Some(Device { id, .. }) => Tried {
                account: of(format!("+{id}")),
                network: format!("network:device:{id}"),
                is_known: false,
            },
            None if known_address => Tried {
                account: of(format!("@{network}")),
                network: format!("network:known:{network}"),
                is_known: true,
            },
            None => Tried { account, network, is_known: false },
        })
    }

    /// Whether that person has signed in from the client's network. Sessions are kept for a while after their end.
    async fn is_known_address(&self, user: UserId, client: &Client) -> Result<bool> {
        let reader = self.0.read(&system(client), Permission::SessionManage)?;
        let addresses: Vec<String> = session::Entity::find()
            .select_only()
            .column(session::Column::Address)
            .filter(session::Column::UserId.eq(user))
            .order_by_desc(session::Column::Id)
            .limit(SIGN_INS)
            .into_tuple()
            .all(reader.db)
            .await?;
        let here = attempts::network_bucket(&client.address);
        let known = addresses.iter().any(|address| attempts::network_bucket(address) == here);
        // What has no address is not known by it.
        Ok(known && !client.address.is_empty())
    }

    /// What the client's device is to keep after a sign-in.
    pub(super) fn device_after(&self, user: UserId, client: &Client, now: Timestamp) -> Result<String> {
        let mut device = match self.device(client) {
            Some(device) => device,
            None => Device { id: token::new()?.chars().take(22).collect(), people: vec![] },
        };
        device.remember(user, now);
        self.device_seal().close(device.written().as_bytes(), BOUND_TO)
    }

    /// The device, if it is one that this installation knows.
    fn device(&self, client: &Client) -> Option<Device> {
        if client.device.is_empty() || client.device.len() > LONGEST {
            return None;
        }
        let opened = self.device_seal().open(&client.device, BOUND_TO)?;
        Device::read(&String::from_utf8(opened).ok()?)
    }

    fn device_seal(&self) -> Seal {
        Seal::new(self.0.inner.auth.key_for(PURPOSE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000).plus_seconds(seconds)
    }

    #[test]
    fn a_device_remembers_the_latest_people_for_a_year() {
        let mut device = Device { id: "abc".into(), people: vec![] };
        for n in 1..=25 {
            device.remember(UserId(n), at(n));
        }
        device.remember(UserId(10), at(100));
        assert_eq!(device.people.len(), MOST_PEOPLE);
        assert_eq!(device.people[0], (UserId(10), at(100)));
        assert!(device.knows(UserId(25), at(100)) && !device.knows(UserId(1), at(100)));
        assert!(!device.knows(UserId(25), at(25 + KNOWN_SECONDS)));
        assert_eq!(Device::read(&device.written()), Some(device.clone()));
        assert!(device.written().len() * 2 < LONGEST);
        for nonsense in ["", " 1:2", "abc 1", "abc 1:x", "abc  1:2"] {
            assert_eq!(Device::read(nonsense), None, "{nonsense}");
        }
    }
}
