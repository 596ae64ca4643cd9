//! Where a request comes from. What a proxy in front says counts only as far as proxies are trusted.

use crate::edge::request_id::RequestId;
use axum::{extract::ConnectInfo, http::request::Parts};
use services::Client;
use std::net::{IpAddr, SocketAddr};

/// The client behind a request.
pub(super) fn client(parts: &Parts, trusted_hops: usize) -> Client {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let forwarded = parts.headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok());
    let address = behind(peer, forwarded, trusted_hops);
    let agent = parts.headers.get(axum::http::header::USER_AGENT).and_then(|v| v.to_str().ok());
    let id = parts.extensions.get::<RequestId>().map(ToString::to_string);
    Client {
        address: address.map(|a| a.to_canonical().to_string()).unwrap_or_default(),
        user_agent: agent.unwrap_or_default().to_owned(),
        request_id: id.unwrap_or_default(),
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
