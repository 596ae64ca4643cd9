//! The authenticator app of somebody who sets up two-step sign-in.

use crate::World;
use hmac::{Hmac, Mac};

impl World {
    /// What an app that was told this secret (base 32) shows, some time steps of 30 s from now.
    pub fn app_code(&self, secret: &str, steps: i64) -> String {
        let value = |sign: u8| if sign.is_ascii_uppercase() { sign - b'A' } else { sign - b'2' + 26 };
        let bits: String = secret.bytes().map(|sign| format!("{:05b}", value(sign))).collect();
        let bytes: Vec<u8> = bits
            .as_bytes()
            .chunks_exact(8)
            .map(|byte| byte.iter().fold(0, |sum, bit| sum * 2 + (bit - b'0')))
            .collect();
        let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&bytes).expect("a key of any length");
        mac.update(&(self.clock.now().as_second().div_euclid(30) + steps).to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash[19] & 15);
        let number = u32::from_be_bytes(hash[at..at + 4].try_into().expect("four bytes")) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }
}
