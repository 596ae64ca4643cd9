//! Where a request comes from. What a proxy in front says counts only as far as proxies are trusted.

use super::cookies::Cookies;
use crate::edge::request_id::RequestId;
use axum::{
    extract::ConnectInfo,
    http::{HeaderName, request::Parts},
};
use services::Client;
use std::{
    net::{IpAddr, SocketAddr},
    sync::atomic::{AtomicBool, Ordering},
};

const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The client behind a request.
pub(super) fn client(parts: &Parts, trusted_hops: usize, cookies: Cookies) -> Client {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let forwarded = parts.headers.get_all(FORWARDED).iter().filter_map(|v| v.to_str().ok());
    let address = behind(peer, forwarded, trusted_hops);
    let agent = parts.headers.get(axum::http::header::USER_AGENT).and_then(|v| v.to_str().ok());
    let device = cookies.device(&parts.headers);
    let id = parts.extensions.get::<RequestId>().map(ToString::to_string);
    Client {
        address: address.map(|a| a.to_canonical().to_string()).unwrap_or_default(),
        user_agent: agent.unwrap_or_default().to_owned(),
        request_id: id.unwrap_or_default(),
        device: device.unwrap_or_default().to_owned(),
    }
}

/// Tells the log that a proxy seems to stand in front which nothing was said of: all people behind it have one address, and
/// its failures are everybody's.
#[derive(Default)]
pub(super) struct UntrustedProxy(AtomicBool);

impl UntrustedProxy {
    /// Tells once. Whether it has told.
    pub fn notice(&self, parts: &Parts, trusted_hops: usize) -> bool {
        if trusted_hops > 0 || !parts.headers.contains_key(FORWARDED) || self.0.swap(true, Ordering::Relaxed)
        {
            return false;
        }
        tracing::warn!(
            "requests come with X-Forwarded-For, but server.trusted_hops is 0: if a proxy stands in front, all people \
             behind it count as one address, and wrong passwords of one keep others waiting"
        );
        true
    }
}

/// The address that the outermost trusted proxy saw: the n-th from the right. What stands further left was
/// written by strangers.
fn behind<'a>(
    peer: Option<IpAddr>,
    forwarded: impl Iterator<Item = &'a str>,
    trusted_hops: usize,
) -> Option<IpAddr> {
    let chain: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    let seen = trusted_hops.checked_sub(1).and_then(|before| chain.iter().rev().nth(before));
    seen.and_then(|text| parse(text)).or(peer)
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`.
fn parse(text: &str) -> Option<IpAddr> {
    let plain = text.trim_start_matches('[').trim_end_matches(']');
    plain.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|a| a.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> Option<IpAddr> {
        text.parse().ok()
    }

    #[test]
    fn without_a_proxy_the_header_is_a_strangers_word() {
        assert_eq!(behind(ip("192.0.2.1"), ["10.0.0.1"].into_iter(), 0), ip("192.0.2.1"));
    }

    #[test]
    fn a_proxy_that_nothing_was_said_of_is_told_once() {
        let with = |name: &str| {
            let request = axum::http::Request::builder().header(name, "192.0.2.1");
            request.body(()).expect("a request").into_parts().0
        };
        let told = UntrustedProxy::default();
        assert!(!told.notice(&with("x-real-ip"), 0) && !told.notice(&with("x-forwarded-for"), 1));
        assert!(told.notice(&with("x-forwarded-for"), 0) && !told.notice(&with("x-forwarded-for"), 0));
    }

    #[test]
    fn the_address_is_read_from_the_right() {
        let chain = || ["1.1.1.1, 203.0.113.5", "10.0.0.2:81"].into_iter();
        assert_eq!(behind(ip("10.0.0.1"), chain(), 1), ip("10.0.0.2"));
        assert_eq!(behind(ip("10.0.0.1"), chain(), 2), ip("203.0.113.5"));
        assert_eq!(behind(ip("10.0.0.1"), chain(), 9), ip("10.0.0.1"));
        assert_eq!(behind(ip("10.0.0.1"), ["unknown"].into_iter(), 1), ip("10.0.0.1"));
    }

    #[test]
    fn an_address_may_carry_a_port() {
        assert_eq!(parse("[2001:db8::1]:4711"), ip("2001:db8::1"));
        assert_eq!(parse("[2001:db8::1]"), ip("2001:db8::1"));
        assert_eq!(parse("2001:db8::1"), ip("2001:db8::1"));
        assert_eq!(parse("192.0.2.1:80"), ip("192.0.2.1"));
    }
}
