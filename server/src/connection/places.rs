//! The count of open connections, in all and of each address.

use super::Limits;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// The log is told once in so long that there is no place.
const TELL_EVERY: Duration = Duration::from_secs(60);

/// Cheap to clone.
#[derive(Clone)]
pub(super) struct Places {
    limits: Limits,
    taken: Arc<Mutex<Taken>>,
}

#[derive(Default)]
struct Taken {
    all: usize,
    of: HashMap<IpAddr, usize>,
    told: Option<Instant>,
}

/// One connection's; given back when it is dropped.
pub(super) struct Place {
    places: Places,
    address: IpAddr,
}

impl Places {
    pub fn new(limits: Limits) -> Self {
        Self { limits, taken: Arc::default() }
    }

    /// A place, unless there is none left in all or for that address.
    pub fn take(&self, address: IpAddr) -> Option<Place> {
        let address = network(address);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.of.get(&address).copied().unwrap_or_default();
        let too_many_of_it = self.limits.per_address > 0 && own >= self.limits.per_address;
        if too_many_of_it || taken.all >= self.limits.connections {
            if taken.told.is_none_or(|told| told.elapsed() > TELL_EVERY) {
                taken.told = Some(Instant::now());
                let (all, own) = (taken.all, own);
                tracing::warn!(
                    %address, all, own,
                    "connections are refused: {all} are open, {own} of them from {address}"
                );
            }
            return None;
        }
        taken.all += 1;
        *taken.of.entry(address).or_default() += 1;
        Some(Place { places: self.clone(), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        if let Some(own) = taken.of.get_mut(&self.address) {
            *own -= 1;
            if *own == 0 {
                taken.of.remove(&self.address);
            }
        }
    }
}

/// One IPv4 address, or the /64 that an IPv6 subscriber has to themselves.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.into(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            [a, b, c, d, 0, 0, 0, 0].into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn nobody_alone_takes_every_place_and_a_place_comes_back() {
        let places = Places::new(Limits { connections: 3, per_address: 2, ..Default::default() });
        let first = places.take(ip("192.0.2.1")).expect("a place");
        let _second = places.take(ip("::ffff:192.0.2.1")).expect("a place");
        assert!(places.take(ip("192.0.2.1")).is_none(), "two of one address");
        let _other = places.take(ip("2001:db8:1:2::1")).expect("a place");
        assert!(places.take(ip("192.0.2.2")).is_none(), "three in all");
        drop(first);
        assert!(places.take(ip("2001:db8:1:2:ffff::9")).is_some(), "one network");
        assert_eq!(places.taken.lock().expect("whole").of.len(), 2);
    }

    #[test]
    fn behind_a_proxy_one_address_may_have_them_all() {
        let places = Places::new(Limits { connections: 50, per_address: 0, ..Default::default() });
        let taken: Vec<_> = (0..51).filter_map(|_| places.take(ip("127.0.0.1"))).collect();
        assert_eq!(taken.len(), 50);
    }
}
