//! Mails: composed in the transaction that has something to tell, kept in the outbox, sent by a job.

mod compose;
mod edited;
mod language;
mod manage;
mod notice;
mod send;
mod smtp;
mod templates;
mod trial;

pub(crate) use compose::Letter;
pub(crate) use edited::{EditedWords, keys};
pub(crate) use notice::{Notice, tell, tell_at};
#[cfg(test)]
pub(crate) use templates::render;

use crate::Services;
use domain::{
    mail::{Breaker, MailSettings},
    settings::Mail,
};
use std::sync::{Mutex, OnceLock, PoisonError, RwLock};

/// The outbox.
pub struct MailService<'a>(pub(crate) &'a Services);

/// Where mails go and what their links begin with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailOptions {
    /// The address that people use, without a slash at its end. Links are built from it alone, never from
    /// what a request claims.
    pub public_url: String,
    /// The one of the configuration file, which holds until the settings name one. Without one, mails stay in the
    /// outbox.
    pub server: Option<MailSettings>,
}

/// Where links lead, and what this process knows of the way to the mail server.
#[derive(Default)]
pub(crate) struct Post {
    public_url: RwLock<String>,
    /// A certificate in PEM that is trusted beside those of the machine.
    authority: OnceLock<Vec<u8>>,
    /// What is known of a server says nothing of another one.
    breaker: Mutex<(Option<MailSettings>, Breaker)>,
}

impl Services {
    /// Sets where links lead, and the mail server that holds until the settings name one.
    pub fn set_mail(&self, options: MailOptions) {
        let post = &self.inner.post;
        *post.public_url.write().unwrap_or_else(PoisonError::into_inner) = options.public_url;
        self.settings().configure(options.server.as_ref().map(Mail::from).as_ref());
        post.breaker.lock().unwrap_or_else(PoisonError::into_inner).0 = None;
    }

    /// Trusts the mail servers whose certificates this one has signed, besides those that the machine trusts;
    /// said once, at the start.
    ///
    /// # Errors
    /// When the text is no certificate in PEM.
    pub fn trust_mail_authority(&self, pem: &[u8]) -> Result<(), String> {
        smtp::certificate(pem)?;
        let _ = self.inner.post.authority.set(pem.to_owned());
        Ok(())
    }

    /// The mail server in force: that of the settings, else that of the configuration.
    pub(crate) fn mail_options(&self) -> MailOptions {
        let public_url = self.inner.post.public_url.read().unwrap_or_else(PoisonError::into_inner).clone();
        MailOptions { public_url, server: self.settings().get::<Mail>().server() }
    }

    fn mail_authority(&self) -> Option<&[u8]> {
        self.inner.post.authority.get().map(Vec::as_slice)
    }

    fn breaker<T>(&self, of: &MailSettings, look: impl FnOnce(&mut Breaker) -> T) -> T {
        let mut known = self.inner.post.breaker.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0.as_ref() != Some(of) {
            *known = (Some(of.clone()), Breaker::default());
        }
        look(&mut known.1)
    }
}
